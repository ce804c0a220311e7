/** liquidjs as Shopify's Liquid: its filters and tags, and nothing that Shopify would not render. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Liquid, RenderTag, Tag } from 'liquidjs';
import type { Context, Emitter, Hash, Parser, TagToken, Template, TopLevelToken } from 'liquidjs';
import type { StoreShop } from '../store/model.ts';
import { addFilters } from './liquid-filters.ts';
import { LiquidObject, UnservedLiquid } from './liquid-object.ts';
import { addFormTags } from './liquid-forms.ts';
import { translations } from './translations.ts';

export interface LiquidPackage {
  /** Directory with snippets/ and locales/: a theme or a theme app extension. */
  directory: string;
  shop: StoreShop;
  locale: string;
  assetUrl: (name: string) => string;
  /** Renders `{% section 'name' %}`; left out where there are no sections, as in an app's block. */
  section?: (name: string) => string;
}

/** Names as Shopify documents them, from the data that theme-check lints with. */
function documentedNames(file: 'filters' | 'tags'): ReadonlySet<string> {
  const data = join(dirname(createRequire(import.meta.url).resolve('@shopify/theme-check-docs-updater/package.json')), 'data', `${file}.json`);
  return new Set((JSON.parse(readFileSync(data, 'utf8')) as { name: string }[]).map(({ name }) => name));
}

const documented = { filters: documentedNames('filters'), tags: documentedNames('tags') };
/** Spellings that Shopify takes beside the documented ones. */
const aliases = ['t', 'handle'];

/** Shopify's global objects that this storefront does not have: asking for one is an error by name. */
const unserved = ['pages', 'articles', 'blogs', 'images', 'linklists', 'metaobjects', 'theme', 'closest', 'content_for_index', 'scripts', 'country_option_tags', 'all_country_option_tags', 'additional_checkout_buttons', 'current_tags', 'blog', 'article', 'page'];

export function unservedGlobals(): Record<string, unknown> {
  const refused: Record<string, unknown> = {};
  for (const name of unserved) {
    Object.defineProperty(refused, name, { enumerable: true, get: () => {
      throw new UnservedLiquid(name);
    } });
  }
  return refused;
}

export function createLiquid(options: LiquidPackage): Liquid {
  const engine = new Liquid({ root: join(options.directory, 'snippets'), partials: join(options.directory, 'snippets'), extname: '.liquid', strictFilters: true, cache: false, relativeReference: false, ownPropertyOnly: true });
  addFilters(engine, { shop: options.shop, assetUrl: options.assetUrl, translate: translations(options.directory, options.locale), documented: new Set([...documented.filters, ...aliases]) });
  for (const name of Object.keys(engine.tags)) if (!documented.tags.has(name) && !['#', 'elsif', 'when'].includes(name)) engine.tags[name] = refusedTag(name);
  for (const name of ['schema', 'stylesheet', 'javascript', 'doc']) engine.registerTag(name, silentBlock(name));
  engine.registerTag('style', styleBlock());
  engine.registerTag('render', BlockRenderTag);
  engine.registerTag('layout', LayoutTag);
  engine.registerTag('section', sectionTag(options.section));
  addFormTags(engine);
  return engine;
}

function refusedTag(name: string): new (token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) => Tag {
  return class extends Tag {
    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
      super(token, rest, liquid);
      throw new UnservedLiquid(`the tag ${name}, which Shopify's does not know either,`);
    }
    render(): void {}
  };
}

/** The text of a block whose content is no Liquid, up to its end tag. */
function rawContent(rest: TopLevelToken[], name: string): string {
  let text = '';
  for (;;) {
    const token = rest.shift();
    if (token === undefined) throw new UnservedLiquid(`{% ${name} %} without its end`);
    if (token.getText().replace(/[\s{%-]/g, '') === `end${name}}` || (token as Partial<TagToken>).name === `end${name}`) return text;
    text += token.getText();
  }
}

/** Schema and bundled assets: read elsewhere, and nothing where they stand. */
function silentBlock(name: string): new (token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) => Tag {
  return class extends Tag {
    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
      super(token, rest, liquid);
      rawContent(rest, name);
    }
    render(): void {}
  };
}

function styleBlock(): new (token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) => Tag {
  return class extends Tag {
    readonly templates: Template[] = [];
    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
      super(token, rest, liquid);
      const stream = parser.parseStream(rest);
      stream.on('tag:endstyle', () => stream.stop()).on('template', (template: Template) => this.templates.push(template)).on('end', () => {
        throw new UnservedLiquid('{% style %} without its end');
      });
      stream.start();
    }
    *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      emitter.write('<style data-shopify>');
      yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
      emitter.write('</style>');
    }
  };
}

/** `{% render block %}` of an app block beside `{% render 'snippet' %}`. */
class BlockRenderTag extends Tag {
  readonly #snippet: RenderTag | null;
  readonly #variable: string;
  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, rest, liquid);
    this.#variable = token.args.trim();
    this.#snippet = /^['"]/.test(this.#variable) ? new RenderTag(token, rest, liquid, parser) : null;
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    if (this.#snippet !== null) {
      yield this.#snippet.render(context, emitter);
      return;
    }
    const block = (yield this.liquid._evalValue(this.#variable, context)) as unknown;
    if (!(block instanceof LiquidObject)) throw new UnservedLiquid(`{% render ${this.#variable} %}`);
    emitter.write(String(block.liquidMethodMissing('rendered_block')));
  }
}

/** Which layout an answer of an app proxy stands in is read before it is rendered. */
class LayoutTag extends Tag {
  render(): void {}
}

function sectionTag(section: LiquidPackage['section']): new (token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) => Tag {
  return class extends Tag {
    render(_context: Context, emitter: Emitter, _hash?: Hash): void {
      const name = /^['"]([\w-]+)['"]$/.exec((this.token as TagToken).args.trim())?.[1];
      if (name === undefined || section === undefined) throw new UnservedLiquid(`{% section ${(this.token as TagToken).args} %} here`);
      emitter.write(section(name));
    }
  };
}
