/** A page of the theme: sections of a JSON template with their blocks, the theme's and apps', in the layout. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Liquid } from 'liquidjs';
import { escapeHtml } from '../admin/html.ts';
import { HttpError } from '../http-body.ts';
import type { StoreShop } from '../store/model.ts';
import { createLiquid } from './liquid-engine.ts';
import { constants, LiquidObject } from './liquid-object.ts';
import type { ThemeBlock, ThemeBook, ThemeSection } from './theme-book.ts';
import { themeDirectory } from './theme-book.ts';
import { findBlock, readSchema } from './theme-extension.ts';
import type { ThemeExtension } from './theme-extension.ts';

export interface ThemePageOptions {
  book: ThemeBook;
  extensions: readonly ThemeExtension[];
  shop: StoreShop;
  locale: string;
  pageType: string;
  /** Global objects for the theme's Liquid, or for that of an app. */
  globals: (own: ThemeExtension | null) => Record<string, unknown>;
  /** `app` of an app's own Liquid. */
  appObject: (extension: ThemeExtension) => LiquidObject;
}

interface SectionSchema {
  settings?: { id?: string; default?: unknown }[];
  blocks?: { type: string; settings?: { id?: string; default?: unknown }[] }[];
}

const assetsPlace = '<!-- assets of app blocks -->';

export class ThemePage {
  readonly #options: ThemePageOptions;
  readonly #theme: Liquid;
  readonly #apps = new Map<ThemeExtension, Liquid>();
  /** Stylesheets and scripts of the blocks on this page, each once. */
  readonly #assets = new Set<string>();

  constructor(options: ThemePageOptions) {
    this.#options = options;
    this.#theme = createLiquid({ directory: themeDirectory, shop: options.shop, locale: options.locale, assetUrl: (name) => `/cdn/shop/t/1/assets/${name}`, section: (name) => this.#section(name, { type: name }) });
  }

  /** The template of a name, in the layout. */
  template(name: string): string {
    return this.inLayout(this.#content(name));
  }

  /** A section of a template alone, as the Section Rendering API answers. @throws {HttpError} 404 */
  section(template: string, id: string): string {
    const name = id.replace(/^template--\d+__/, '');
    const section = this.#options.book.template(template).sections[name];
    if (section === undefined) throw new HttpError(404, `The template ${template} has no section ${id}.`);
    return this.#section(name, section);
  }

  /** Content in the theme's layout, with what apps embed and what their blocks load. */
  inLayout(content: string): string {
    const embeds = this.#embeds();
    const layout = readFileSync(join(themeDirectory, 'layout', 'theme.liquid'), 'utf8');
    const page = String(this.#theme.parseAndRenderSync(layout, {}, {
      globals: Object.assign(this.#options.globals(null), { content_for_layout: content, content_for_header: `<script src="/__standin/shopify.js"></script>${assetsPlace}` }),
    }));
    return page.replace(assetsPlace, [...this.#assets].join('\n')).replace(/<\/body>(?![\s\S]*<\/body>)/, () => `${embeds}</body>`);
  }

  /** Liquid that an app's proxy answered with: the theme's engine, and `app`. */
  appLiquid(liquid: string, extension: ThemeExtension | null): string {
    const globals = this.#options.globals(extension);
    return String(this.#theme.parseAndRenderSync(liquid, {}, { globals: extension === null ? globals : Object.assign(globals, { app: this.#options.appObject(extension) }) }));
  }

  #content(name: string): string {
    const { sections, order } = this.#options.book.template(name);
    return order.map((id) => {
      const section = sections[id];
      if (section === undefined) throw new Error(`templates/${name}.json orders a section ${id} that it does not have.`);
      return section.disabled === true ? '' : this.#section(id, section);
    }).join('\n');
  }

  #section(id: string, section: ThemeSection): string {
    const file = join(themeDirectory, 'sections', `${section.type}.liquid`);
    const liquid = readFileSync(file, 'utf8');
    const schema = readSchema<SectionSchema>(liquid, file);
    // Shopify puts the template's number before the names of its sections.
    const publicId = section.type === id ? id : `template--1__${id}`;
    const settings = withDefaults(schema.settings, section.settings);
    const sectionFacts = { id: publicId, settings: new LiquidObject('section.settings', constants(settings)), index: 1, index0: 0, location: 'template' };
    const bare = new LiquidObject('section', constants({ ...sectionFacts, blocks: [] }));
    const blocks = (section.block_order ?? Object.keys(section.blocks ?? {})).flatMap((blockId) => {
      const block = section.blocks?.[blockId];
      return block === undefined || block.disabled === true ? [] : [this.#block(blockId, block, schema, bare)];
    });
    const globals = Object.assign(this.#options.globals(null), { section: new LiquidObject('section', constants({ ...sectionFacts, blocks })) });
    return `<div id="shopify-section-${publicId}" class="shopify-section">${String(this.#theme.parseAndRenderSync(liquid, {}, { globals }))}</div>`;
  }

  #block(id: string, block: ThemeBlock, schema: SectionSchema, section: LiquidObject): LiquidObject {
    const found = findBlock(this.#options.extensions, block.type);
    if (found === null) {
      const known = schema.blocks?.find((one) => one.type === block.type);
      if (known === undefined) throw new Error(`The theme's section has no block of the type ${block.type}.`);
      return new LiquidObject('block', constants({ id, type: block.type, settings: new LiquidObject('block.settings', constants(withDefaults(known.settings, block.settings))), shopify_attributes: '' }));
    }
    if (!(schema.blocks ?? []).some((one) => one.type === '@app')) throw new Error(`The theme's section takes no app blocks, and has ${block.type}.`);
    return new LiquidObject('block', { ...constants({ id, type: '@app', shopify_attributes: '' }), rendered_block: () => this.#appBlock(id, block, found, section) });
  }

  #embeds(): string {
    return Object.entries(this.#options.book.settings().current.blocks ?? {}).map(([id, block]) => {
      const found = block.disabled === true ? null : findBlock(this.#options.extensions, block.type);
      return found === null ? '' : this.#appBlock(id, block, found, null);
    }).join('\n');
  }

  #appBlock(id: string, block: ThemeBlock, { extension, block: { handle, liquid, schema } }: NonNullable<ReturnType<typeof findBlock>>, section: LiquidObject | null): string {
    const templates = schema.enabled_on?.templates;
    if (templates !== undefined && !templates.includes('*') && !templates.includes(this.#options.pageType)) return '';
    const engine = this.#engineOf(extension);
    const settings = withDefaults(schema.settings, block.settings);
    const app = this.#options.appObject(extension);
    const globals = Object.assign(this.#options.globals(extension), {
      app, ...(section === null ? {} : { section }),
      block: new LiquidObject('block', constants({ id, type: handle, settings: new LiquidObject('block.settings', constants(settings)), shopify_attributes: '' })),
    });
    // A condition is a metafield that is true or false; one that is not there is false.
    if (schema.available_if !== undefined && String(engine.parseAndRenderSync(schema.available_if, {}, { globals })).trim() !== 'true') return '';
    const base = `/cdn/extensions/${extension.uid}/assets/`;
    if (schema.stylesheet !== undefined) this.#assets.add(`<link rel="stylesheet" href="${base}${escapeHtml(schema.stylesheet)}" media="all">`);
    if (schema.javascript !== undefined) this.#assets.add(`<script src="${base}${escapeHtml(schema.javascript)}" defer></script>`);
    return `<div id="shopify-block-${escapeHtml(id)}" class="shopify-block shopify-app-block">${String(engine.parseAndRenderSync(liquid, {}, { globals }))}</div>`;
  }

  #engineOf(extension: ThemeExtension): Liquid {
    const known = this.#apps.get(extension);
    if (known !== undefined) return known;
    const made = createLiquid({ directory: extension.directory, shop: this.#options.shop, locale: this.#options.locale, assetUrl: (name) => `/cdn/extensions/${extension.uid}/assets/${name}` });
    this.#apps.set(extension, made);
    return made;
  }
}

/** Settings that the editor never touched have the schema's defaults; those without one are nil. */
function withDefaults(settings: { id?: string; default?: unknown }[] | undefined, set: Record<string, unknown> | undefined): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { id, default: standard } of settings ?? []) if (id !== undefined) values[id] = set?.[id] ?? standard ?? null;
  for (const id of Object.keys(set ?? {})) if (!(id in values)) throw new Error(`The theme sets ${id}, which the schema does not have.`);
  return values;
}
