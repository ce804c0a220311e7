/** The theme of a shop: its JSON templates and settings, which a merchant edits, beside its Liquid, which stands in theme/. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HttpError } from '../http-body.ts';
import { blockType } from './theme-extension.ts';
import type { ThemeExtension } from './theme-extension.ts';

export interface ThemeBlock {
  type: string;
  disabled?: boolean;
  settings?: Record<string, unknown>;
}

export interface ThemeSection {
  type: string;
  disabled?: boolean;
  settings?: Record<string, unknown>;
  blocks?: Record<string, ThemeBlock>;
  block_order?: string[];
}

export interface ThemeTemplate {
  sections: Record<string, ThemeSection>;
  order: string[];
}

export interface ThemeSettings {
  current: Record<string, unknown> & { blocks?: Record<string, ThemeBlock> };
}

/** Where a block is to stand: as the theme editor's links say. */
export interface Placement {
  /** Handle of the block in the app's extension. */
  block: string;
  /** The template, e.g. `product`; none for an embed, which stands on every page. */
  template?: string;
  target?: 'newAppsSection' | 'mainSection';
  settings?: Record<string, unknown>;
}

export const themeDirectory = fileURLToPath(new URL('theme', import.meta.url));
export const mainThemeId = 128_000_001;

export class ThemeBook {
  readonly #templates = new Map<string, ThemeTemplate>();
  #settings: ThemeSettings;
  readonly #extensions: () => readonly ThemeExtension[];
  readonly #file: string | null;
  /** Whether this shop's theme was edited before: then nothing is placed in it at the start. */
  readonly edited: boolean;

  /** @param dir keeps what was edited from one run to the next */
  constructor(options: { extensions: () => readonly ThemeExtension[]; dir?: string }) {
    this.#extensions = options.extensions;
    this.#file = options.dir === undefined ? null : join(options.dir, 'theme.json');
    const folder = join(themeDirectory, 'templates');
    for (const file of readdirSync(folder)) this.#templates.set(file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, file), 'utf8')) as ThemeTemplate);
    this.#settings = JSON.parse(readFileSync(join(themeDirectory, 'config', 'settings_data.json'), 'utf8')) as ThemeSettings;
    this.edited = this.#file !== null && existsSync(this.#file);
    if (this.#file === null || !this.edited) return;
    const kept = JSON.parse(readFileSync(this.#file, 'utf8')) as { templates: Record<string, ThemeTemplate>; settings: ThemeSettings };
    for (const [name, template] of Object.entries(kept.templates)) this.#templates.set(name, template);
    this.#settings = kept.settings;
  }

  /** @throws {HttpError} 404 */
  template(name: string): ThemeTemplate {
    const template = this.#templates.get(name);
    if (template === undefined) throw new HttpError(404, `The theme has no template ${name}; it has ${[...this.#templates.keys()].join(', ')}.`);
    return template;
  }

  settings(): ThemeSettings {
    return this.#settings;
  }

  /** The theme's JSON as its files, by their names: templates/product.json, config/settings_data.json. */
  files(): Map<string, string> {
    const files = [...this.#templates].map(([name, template]): [string, string] => [`templates/${name}.json`, JSON.stringify(template, null, 2)]);
    return new Map([...files, ['config/settings_data.json', JSON.stringify(this.#settings, null, 2)]]);
  }

  /** Puts an app block into a template, or switches an embed on. @returns its type and where it stands @throws {HttpError} 422 with the reason */
  place({ block, template, target, settings }: Placement): { type: string; id: string; template: string | null } {
    const { extension, schema } = this.#block(block);
    const type = blockType(extension, block);
    const made: ThemeBlock = { type, ...(settings === undefined ? {} : { settings }), disabled: false };
    if (schema.target !== 'section') {
      const id = `embed_${block.replaceAll('-', '_')}`;
      this.#settings.current.blocks = { ...this.#settings.current.blocks, [id]: made };
      this.#keep();
      return { type, id, template: null };
    }
    if (template === undefined) throw new HttpError(422, `${block} stands in a section: name the \`template\`.`);
    const into = this.template(template);
    const allowed = schema.enabled_on?.templates;
    if (allowed !== undefined && !allowed.includes(template) && !allowed.includes('*')) throw new HttpError(422, `${block} can stand in ${allowed.join(', ')} only, not in ${template}.`);
    const id = `regulars_${block.replaceAll('-', '_')}`;
    const sectionId = target === 'mainSection' ? 'main' : `apps_${id}`;
    if (target === 'mainSection' && into.sections['main'] === undefined) throw new HttpError(422, `The template ${template} has no main section.`);
    if (target !== 'mainSection' && !into.order.includes(sectionId)) into.order.push(sectionId);
    const section = (into.sections[sectionId] ??= { type: 'apps', blocks: {}, block_order: [] });
    section.blocks = { ...section.blocks, [id]: made };
    section.block_order = [...(section.block_order ?? []).filter((one) => one !== id), id];
    this.#keep();
    return { type, id, template };
  }

  /** Takes an app block out of a template, or out of all; switches an embed off. @returns how many stood */
  remove({ block, template }: { block: string; template?: string }): number {
    const type = blockType(this.#block(block).extension, block);
    let removed = 0;
    for (const [name, one] of this.#templates) {
      if (template !== undefined && template !== name) continue;
      for (const [id, section] of Object.entries(one.sections)) {
        for (const [blockId, standing] of Object.entries(section.blocks ?? {})) {
          if (standing.type !== type) continue;
          removed += 1;
          delete section.blocks?.[blockId];
          section.block_order = section.block_order?.filter((other) => other !== blockId);
        }
        if (section.type !== 'apps' || Object.keys(section.blocks ?? {}).length > 0) continue;
        delete one.sections[id];
        one.order = one.order.filter((other) => other !== id);
      }
    }
    for (const standing of Object.values(this.#settings.current.blocks ?? {})) {
      if (standing.type !== type || standing.disabled === true) continue;
      removed += 1;
      standing.disabled = true;
    }
    this.#keep();
    return removed;
  }

  #block(handle: string) {
    for (const extension of this.#extensions()) {
      const block = extension.blocks.get(handle);
      if (block !== undefined) return { extension, schema: block.schema };
    }
    throw new HttpError(422, `No installed app brings a block ${handle}.`);
  }

  #keep(): void {
    if (this.#file === null) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify({ templates: Object.fromEntries(this.#templates), settings: this.#settings }));
  }
}
