/** The theme in use and its JSON files, for apps that look where their blocks stand. */
import { gid } from '../../store/model.ts';
import { AccessDenied, NotServed } from '../errors.ts';
import { connection } from '../paging.ts';
import { hasScope } from '../scopes.ts';
import type { ServedTheme } from '../services.ts';
import { dateTime, servedType, Typed } from '../serving.ts';
import type { Args, Rows, ServedField, ServedType, Serving } from '../serving.ts';

interface ThemeFile {
  filename: string;
  content: string;
}

/** @throws NotServed where the API was opened without a theme; AccessDenied */
function themeRows(_: unknown, args: Args, serving: Serving): Rows<ServedTheme> {
  if (!hasScope(serving.app.scopes, 'read_themes')) throw new AccessDenied('themes', 'read_themes');
  const { theme } = serving.services;
  if (theme === null) throw new NotServed('themes without a storefront');
  const asked = Array.isArray(args.roles) ? args.roles : null;
  const list = asked === null || asked.includes('MAIN') ? [theme] : [];
  return { list, id: (one) => one.id, value: null, keep: null, reverse: args.reverse === true };
}

/** `templates/*.json`: an asterisk stands for any characters. */
function fileRows(theme: ServedTheme, args: Args): Rows<ThemeFile> {
  const wanted = Array.isArray(args.filenames) ? args.filenames.map(String) : null;
  const fits = (name: string): boolean => wanted === null || wanted.some((pattern) => new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(name));
  const list = [...theme.files()].filter(([filename]) => fits(filename)).map(([filename, content]) => ({ filename, content })).sort((a, b) => (a.filename < b.filename ? -1 : 1));
  return { list, id: (one) => one.filename, value: null, keep: null, reverse: false };
}

export const themeRoots: Record<string, ServedField<unknown>> = { themes: connection(themeRows, ['roles']) };

export const themeTypes: Record<string, ServedType> = {
  OnlineStoreTheme: servedType<ServedTheme>({
    id: (theme) => gid('OnlineStoreTheme', theme.id),
    name: (theme) => theme.name,
    role: () => 'MAIN',
    createdAt: (_, __, serving) => dateTime(serving.live.store.shop.createdAt),
    processing: () => false,
    // It is paged forwards alone.
    files: { ...connection<ServedTheme, ThemeFile>(fileRows, ['filenames']), args: ['first', 'after', 'filenames'] },
  }),
  OnlineStoreThemeFile: servedType<ThemeFile>({ filename: (file) => file.filename, size: (file) => String(Buffer.byteLength(file.content)), body: (file) => new Typed('OnlineStoreThemeFileBodyText', file) }),
  OnlineStoreThemeFileBodyText: servedType<ThemeFile>({ content: (file) => file.content }),
};
