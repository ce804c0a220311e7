/**
 * Who may import whom: the arrow of docs/architecture.md as a table. The lint rule and its message come from here; a new room is a new line.
 *
 *     routes, ingress -> pipeline -> rooms -> shopify, jobs -> database -> runtime -> math
 */

/** The rooms, each with the rooms it may import. `any` is every room; privacy asks each for its part and nobody asks it. */
const ROOMS: Readonly<Record<string, readonly string[] | 'any'>> = {
  shops: [],
  inbox: ['shops'],
  mirror: ['shops', 'inbox'],
  profiles: ['shops', 'mirror'],
  forecast: ['shops', 'mirror', 'profiles'],
  tags: ['shops', 'mirror', 'profiles', 'forecast'],
  metafields: ['shops', 'mirror', 'profiles', 'forecast'],
  settings: ['shops', 'mirror', 'profiles', 'forecast', 'tags'],
  segments: ['shops', 'mirror', 'profiles', 'forecast', 'tags'],
  recommendations: ['shops', 'mirror', 'profiles', 'forecast'],
  'product-fields': ['shops', 'mirror', 'recommendations'],
  reviews: ['shops', 'mirror', 'profiles', 'forecast'],
  journeys: 'any',
  customers: 'any',
  archive: 'any',
  insights: 'any',
  privacy: 'any',
};

/** What stands outside the rooms, from the top down. A layer imports itself and whatever stands lower; names in one line do not import each other. */
const LAYERS: readonly (readonly string[])[] = [
  ['entry'],
  ['routes', 'ingress'],
  ['components', 'pipeline'],
  ['rooms'],
  ['shopify', 'jobs'],
  ['database'],
  ['runtime'],
  ['math'],
];

/** Files directly in app/ start something (a process, a document): nothing of ours imports them. */
const ENTRIES = /^app\/[^/]+$/;
const PIPELINE = /^app\/pipeline(-[a-z-]+)?\.server(\.test)?\.tsx?$/;
/** What components say and how they write numbers: no component. */
const WORDS = /^app\/components\/(words\/[^/]+|format)\.ts$/;
const TEST = /\.test\.tsx?$/;

export const roomNames: readonly string[] = Object.keys(ROOMS);

/** Where a file stands: `layer` decides across layers, `room` among the rooms. Null outside app/. */
interface Place {
  layer: string;
  room: string | null;
}

/**
 * @param file a path from the project's root, with forward slashes
 * @returns its place in app/; 'unknown' for a folder that nobody has given a place yet; null outside app/
 */
function placeOf(file: string): Place | 'unknown' | null {
  if (!file.startsWith('app/')) return null;
  if (PIPELINE.test(file)) return { layer: 'pipeline', room: null };
  if (ENTRIES.test(file)) return { layer: 'entry', room: null };
  const folder = file.split('/')[1] ?? '';
  if (folder in ROOMS) return { layer: 'rooms', room: folder };
  if (LAYERS.some((line) => line.includes(folder)) && folder !== 'entry' && folder !== 'rooms' && folder !== 'pipeline') return { layer: folder, room: null };
  return 'unknown';
}

const heightOf = (layer: string): number => LAYERS.findIndex((line) => line.includes(layer));

/**
 * Whether one file of the project may import another.
 * @param from the importing file, from the project's root, with forward slashes
 * @param to the imported one
 * @returns null if it may, else the reason in words
 */
export function whyImportIsRefused(from: string, to: string): string | null {
  if (TEST.test(to)) return 'a test is never imported';
  if (from.startsWith('extensions/')) return whyExtensionMayNot(from, to);
  if (to.startsWith('extensions/') && from.startsWith('app/')) return 'app/ knows nothing of the extensions';
  if (from.startsWith('tests/shopify-standin/') && !TEST.test(from) && to.startsWith('app/')) {
    return 'the local Shopify imports nothing of app/: it could not be a witness against code that it shares';
  }
  if (!from.startsWith('app/')) return null;
  // A test beside the code may use factories and set a stage with whatever it needs.
  if (TEST.test(from)) return null;
  if (to.startsWith('tests/')) return 'app/ never imports tests/';
  return whyAppMayNot(placeOf(from), placeOf(to), to);
}

function whyExtensionMayNot(from: string, to: string): string | null {
  if (to.startsWith('app/')) return 'an extension is shipped by itself and imports nothing of app/';
  if (to.startsWith('tests/') && !TEST.test(from)) return 'an extension never imports tests/';
  const own = from.split('/').slice(0, 2).join('/');
  // What several blocks are made of stands in a folder that is no extension, and is bundled into each.
  if (to.startsWith('extensions/order-pages/')) return null;
  if (to.startsWith('extensions/') && !to.startsWith(`${own}/`)) return 'an extension is shipped by itself and imports nothing of another';
  return null;
}

function whyAppMayNot(from: Place | 'unknown' | null, to: Place | 'unknown' | null, target: string): string | null {
  if (from === null || to === null) return null;
  if (from === 'unknown' || to === 'unknown') return 'this folder of app/ has no place in the order of imports: give it one in tests/checks/imports/rooms.ts';
  // The web process takes the type of the handler that entry.server exports; the handler itself comes from the build.
  if (to.layer === 'entry') return from.layer === 'entry' ? null : 'nothing imports the files that start the app';
  if (to.layer === 'components' && from.layer !== 'components') {
    // What the admin's block says of a customer is said in the words of the app's own page.
    if (from.layer === 'ingress' && WORDS.test(target)) return null;
    return from.layer === 'routes' || from.layer === 'entry' ? null : 'components/ is for the screens: only routes import it, and ingress its words';
  }
  if (from.room !== null && to.room !== null) return whyRoomMayNot(from.room, to.room);
  if (from.layer === to.layer) return null;
  if (heightOf(from.layer) < heightOf(to.layer)) return null;
  if (heightOf(from.layer) === heightOf(to.layer)) return `${from.layer} and ${to.layer} stand side by side and do not import each other`;
  return `imports go down only, and ${to.layer} stands above ${from.room ?? from.layer}`;
}

function whyRoomMayNot(from: string, to: string): string | null {
  if (from === to) return null;
  if (to === 'privacy') return 'privacy asks each room for its part, and no room asks it';
  const allowed = ROOMS[from] ?? [];
  if (allowed === 'any' || allowed.includes(to)) return null;
  return `${from} may import ${allowed.length === 0 ? 'no other room' : `only ${allowed.join(', ')}`} among the rooms; the pipeline wires what goes the other way`;
}
