/** `{% form %}` and `{% paginate %}`. */
import { Tag } from 'liquidjs';
import type { Context, Emitter, Liquid, Parser, TagToken, Template, TopLevelToken } from 'liquidjs';
import { escapeHtml } from '../admin/html.ts';
import { constants, LiquidObject, UnservedLiquid } from './liquid-object.ts';

/** Where the forms that are served send what they hold. */
const actions: Record<string, string> = { product: '/cart/add', cart: '/cart' };

export function addFormTags(engine: Liquid): void {
  engine.registerTag('form', FormTag);
  engine.registerTag('paginate', PaginateTag);
}

abstract class ContentTag extends Tag {
  readonly templates: Template[] = [];
  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, rest, liquid);
    const stream = parser.parseStream(rest);
    stream.on(`tag:end${token.name}`, () => stream.stop()).on('template', (template: Template) => this.templates.push(template)).on('end', () => {
      throw new UnservedLiquid(`{% ${token.name} %} without its end`);
    });
    stream.start();
  }
}

class FormTag extends ContentTag {
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const [type = '', ...rest] = splitArguments((this.token as TagToken).args);
    const name = type.replace(/['"]/g, '');
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) throw new UnservedLiquid(`{% form '${name}' %}`);
    const attributes: string[] = [];
    for (const one of rest) {
      const [, key, value] = /^([\w-]+)\s*:\s*(.+)$/.exec(one) ?? [];
      if (key !== undefined && value !== undefined) attributes.push(`${key}="${escapeHtml(String((yield this.liquid._evalValue(value, context)) ?? ''))}"`);
    }
    const root = String((yield this.liquid._evalValue('routes.root_url', context)) ?? '/');
    emitter.write(`<form method="post" action="${root === '/' ? '' : root}${action}" accept-charset="UTF-8" ${attributes.join(' ')}><input type="hidden" name="form_type" value="${escapeHtml(name)}"><input type="hidden" name="utf8" value="✓">`);
    context.push({ form: new LiquidObject('form', constants({ 'errors': null, 'posted_successfully?': false })) });
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
    context.pop();
    emitter.write('</form>');
  }
}

function splitArguments(text: string): string[] {
  return text.split(',').map((one) => one.trim()).filter((one) => one !== '');
}

/** `{% paginate collection.products by 24 %}`: the page that the address asks for is `current_page`. */
class PaginateTag extends ContentTag {
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const [, path, size] = /^([\w.]+)\s+by\s+(\S+)$/.exec((this.token as TagToken).args.trim()) ?? [];
    const list = path === undefined ? undefined : ((yield this.liquid._evalValue(path, context)) as unknown);
    if (path === undefined || size === undefined || !Array.isArray(list)) throw new UnservedLiquid(`{% paginate ${(this.token as TagToken).args} %}`);
    const perPage = Number(yield this.liquid._evalValue(size, context));
    const page = Number(yield this.liquid._evalValue('current_page', context)) || 1;
    const pages = Math.max(1, Math.ceil(list.length / perPage));
    const link = (number: number): LiquidObject | null => (number < 1 || number > pages ? null : new LiquidObject('part', constants({ url: `?page=${number}`, title: String(number), is_link: true })));
    const paginate = new LiquidObject('paginate', constants({ current_page: page, pages, page_size: perPage, items: list.length, current_offset: (page - 1) * perPage, previous: link(page - 1), next: link(page + 1) }));
    context.push({ paginate, paginated: list.slice((page - 1) * perPage, page * perPage) });
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
    context.pop();
  }
}
