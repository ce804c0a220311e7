/**
 * Drawn pictures of products: a still life by the product's type, in colours that its id chooses. The same product
 * gives the same SVG every time, and no text of the product's reaches it unescaped.
 */

export interface Pictured {
  id: number;
  title: string;
  productType: string;
}

interface Palette {
  wall: string;
  table: string;
  main: string;
  dark: string;
  accent: string;
}

const PALETTES: readonly Palette[] = [
  { wall: '#f3ece1', table: '#d9c7ac', main: '#4f7a6a', dark: '#2f4f45', accent: '#e0a458' },
  { wall: '#e9eef0', table: '#b9c6c9', main: '#35606e', dark: '#1e3b45', accent: '#e07a5f' },
  { wall: '#f6e9e4', table: '#dcb9a8', main: '#a4493d', dark: '#6b2b24', accent: '#f2cc8f' },
  { wall: '#eef0e4', table: '#c3c8a4', main: '#7c8a3f', dark: '#4a5322', accent: '#d98e73' },
  { wall: '#efe8f0', table: '#c8b6cc', main: '#6d4f7c', dark: '#41304a', accent: '#e9b872' },
  { wall: '#f7f1dc', table: '#e0cc93', main: '#b5812c', dark: '#6e4c14', accent: '#3d6b6b' },
  { wall: '#e6efe9', table: '#a9c4b4', main: '#2f6b4f', dark: '#19402e', accent: '#f4a261' },
];

type Drawing = (palette: Palette, variety: number) => string;

const tin: Drawing = (c, v) => `<rect x="120" y="110" width="160" height="200" rx="10" fill="${c.main}"/><rect x="112" y="92" width="176" height="34" rx="8" fill="${c.dark}"/>
<rect x="140" y="165" width="120" height="90" rx="6" fill="${c.wall}"/><path d="M200 ${178 + (v % 8)}c34 14 34 46 0 62c-34-16-34-48 0-62z" fill="${c.accent}"/><path d="M200 184v52" stroke="${c.dark}" stroke-width="3"/>`;
const pouch: Drawing = (c, v) => `<path d="M128 100h144l14 210h-172z" fill="${c.dark}"/><rect x="128" y="84" width="144" height="24" rx="4" fill="${c.main}"/><rect x="146" y="160" width="108" height="104" rx="6" fill="${c.accent}"/>
<g fill="${c.dark}" transform="rotate(${20 + (v % 30)} 200 212)"><ellipse cx="200" cy="212" rx="24" ry="34"/></g><path d="M196 182q14 30-2 60" stroke="${c.accent}" stroke-width="5" fill="none"/>`;
const teapot: Drawing = (c) => `<path d="M118 190q-44-6-46 34q24-6 52 34" fill="${c.main}"/><path d="M284 200q50-6 46 34q-6 34-54 34" fill="none" stroke="${c.main}" stroke-width="16"/><path d="M110 210q0-60 90-60t90 60q0 92-90 92t-90-92z" fill="${c.main}"/>
<path d="M140 156q60-34 120 0z" fill="${c.dark}"/><circle cx="200" cy="132" r="12" fill="${c.accent}"/><path d="M128 226q72 26 144 0" stroke="${c.accent}" stroke-width="6" fill="none"/>`;
const press: Drawing = (c) => `<path d="M200 66v60" stroke="${c.dark}" stroke-width="7"/><circle cx="200" cy="66" r="12" fill="${c.accent}"/><rect x="138" y="118" width="124" height="24" rx="8" fill="${c.dark}"/><rect x="146" y="142" width="108" height="168" rx="8" fill="${c.wall}" stroke="${c.main}" stroke-width="8"/><rect x="154" y="206" width="92" height="98" fill="${c.main}"/><path d="M262 166q46 0 46 52t-46 52" fill="none" stroke="${c.dark}" stroke-width="13"/>`;
const board: Drawing = (c) => `<path d="M132 130q0-16 16-16h34v-40q0-12 18-12t18 12v40h34q16 0 16 16v164q0 16-16 16h-104q-16 0-16-16z" fill="${c.main}"/><circle cx="200" cy="84" r="7" fill="${c.wall}"/><path d="M156 150v120M244 160v110" stroke="${c.dark}" stroke-width="4" opacity=".5"/><path d="M292 190v120" stroke="${c.accent}" stroke-width="11" stroke-linecap="round"/><ellipse cx="292" cy="166" rx="20" ry="32" fill="${c.accent}"/>`;
const mug: Drawing = (c, v) => `<path d="M250 180q60-10 56 42q-6 44-64 40" fill="none" stroke="${c.main}" stroke-width="18"/><path d="M120 150h140v122q0 34-34 34h-72q-34 0-34-34z" fill="${c.main}"/><ellipse cx="190" cy="150" rx="70" ry="14" fill="${c.dark}"/>
<path d="M132 ${200 + (v % 20)}h116" stroke="${c.accent}" stroke-width="10"/><g fill="none" stroke="${c.table}" stroke-width="7" stroke-linecap="round"><path d="M170 118q-14-20 0-40"/><path d="M206 118q14-20 0-40"/></g>`;
const plate: Drawing = (c) => `<ellipse cx="200" cy="236" rx="138" ry="64" fill="${c.main}"/><ellipse cx="200" cy="230" rx="104" ry="44" fill="${c.wall}"/><ellipse cx="200" cy="230" rx="84" ry="34" fill="none" stroke="${c.accent}" stroke-width="5"/>`;
const candle: Drawing = (c) => `<rect x="140" y="180" width="120" height="130" rx="12" fill="${c.main}"/><rect x="156" y="222" width="88" height="50" rx="4" fill="${c.wall}"/><ellipse cx="200" cy="182" rx="60" ry="13" fill="${c.wall}"/><path d="M200 182v-26" stroke="${c.dark}" stroke-width="5"/><path d="M200 92q34 40 0 66q-34-26 0-66z" fill="${c.accent}"/>`;
const textile: Drawing = (c, v) => `<path d="M96 250l208-34v70q-104 40-208 10z" fill="${c.dark}"/><path d="M96 200l208-30v70q-104 36-208 10z" fill="${c.main}"/><path d="M96 160l208-36v60q-104 34-208 8z" fill="${c.accent}"/><g stroke="${c.wall}" stroke-width="${3 + (v % 4)}"><path d="M104 214l192-28"/><path d="M104 264l192-30"/></g>`;
const book: Drawing = (c) => `<path d="M110 110h160q16 0 16 16v184h-176z" fill="${c.main}"/><path d="M110 110h24v200h-24z" fill="${c.dark}"/><rect x="156" y="146" width="104" height="56" rx="4" fill="${c.wall}"/><path d="M168 166h80M168 182h54" stroke="${c.dark}" stroke-width="5"/><circle cx="208" cy="250" r="22" fill="${c.accent}"/>`;
const jar: Drawing = (c) => `<rect x="134" y="130" width="132" height="180" rx="24" fill="${c.accent}"/><rect x="128" y="98" width="144" height="40" rx="8" fill="${c.main}"/><rect x="146" y="196" width="108" height="66" rx="6" fill="${c.wall}"/><path d="M162 220h76M162 238h46" stroke="${c.dark}" stroke-width="5"/>`;
const box: Drawing = (c) => `<rect x="98" y="170" width="204" height="140" rx="6" fill="${c.main}"/><rect x="88" y="142" width="224" height="44" rx="6" fill="${c.dark}"/><path d="M200 142v168" stroke="${c.accent}" stroke-width="24"/><path d="M200 142q-70-70-66-14q4 20 66 14q62 6 66-14q4-56-66 14z" fill="none" stroke="${c.accent}" stroke-width="12"/>`;
const plant: Drawing = (c) => `<path d="M146 220h108l-14 92h-80z" fill="${c.accent}"/><rect x="138" y="204" width="124" height="26" rx="6" fill="${c.table}"/><g fill="${c.main}"><path d="M200 206q-70-30-60-104q62 24 60 104z"/><path d="M200 206q70-30 60-104q-62 24-60 104z"/></g><path d="M200 206q-20-70 0-130q20 60 0 130z" fill="${c.dark}"/>`;
const card: Drawing = (c) => `<rect x="70" y="130" width="260" height="166" rx="16" fill="${c.main}"/><path d="M70 214h260" stroke="${c.accent}" stroke-width="14"/><path d="M140 130v166" stroke="${c.accent}" stroke-width="14"/><path d="M140 214q-44-60-54-24t54 24q44-60 54-24t-54 24z" fill="${c.accent}"/>`;
const bag: Drawing = (c) => `<path d="M150 170q0-76 50-76t50 76" fill="none" stroke="${c.dark}" stroke-width="12"/><path d="M104 160h192l16 150h-224z" fill="${c.main}"/><circle cx="200" cy="236" r="34" fill="${c.accent}"/><path d="M104 186h192" stroke="${c.dark}" stroke-width="5"/>`;
const frame: Drawing = (c) => `<rect x="96" y="92" width="208" height="208" rx="6" fill="${c.dark}"/><rect x="116" y="112" width="168" height="168" fill="${c.wall}"/><circle cx="236" cy="156" r="20" fill="${c.accent}"/><path d="M116 280l58-84l44 52l28-30l38 62z" fill="${c.main}"/>`;
const bauble: Drawing = (c) => `<path d="M200 60v50" stroke="${c.dark}" stroke-width="4"/><rect x="184" y="106" width="32" height="24" rx="4" fill="${c.accent}"/><circle cx="200" cy="212" r="86" fill="${c.main}"/><path d="M120 190q80 40 160 0M120 232q80 40 160 0" stroke="${c.accent}" stroke-width="8" fill="none"/>`;

const DRAWINGS: [pattern: RegExp, drawing: Drawing][] = [
  [/gift card|cards/i, card],
  [/coffee beans/i, pouch],
  [/tea$|rooibos/i, tin],
  [/teapots/i, teapot],
  [/coffee gear/i, press],
  [/kitchen/i, board],
  [/mugs|tableware$/i, mug],
  [/plate|baking/i, plate],
  [/candle|scent|bath/i, candle],
  [/linen|textile|wear|craft/i, textile],
  [/books|stationery/i, book],
  [/sweet|storage|lunch/i, jar],
  [/garden|flower/i, plant],
  [/bags/i, bag],
  [/frame|sign|clock|wall/i, frame],
  [/christmas|decoration|jewel|party|toys/i, bauble],
];

/** The product's picture as an SVG document, 400 by 400. */
export function productPicture(product: Pictured): string {
  const mixed = Math.imul(product.id ^ (product.id >>> 15), 0x2c1b3c6d) >>> 0;
  const palette = PALETTES[mixed % PALETTES.length] ?? (PALETTES[0] as Palette);
  const drawing = drawingOf(product);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400" role="img"><title>${escapeXml(product.title)}</title>
<rect width="400" height="400" fill="${palette.wall}"/><rect y="${292 + (mixed % 12)}" width="400" height="120" fill="${palette.table}"/><ellipse cx="200" cy="314" rx="${130 + (mixed % 20)}" ry="14" fill="${palette.dark}" opacity=".18"/>
${drawing(palette, mixed >>> 8)}
</svg>
`;
}

function drawingOf(product: Pictured): Drawing {
  if (product.productType === 'Tableware' && /plate|platter|bowl/i.test(product.title)) return plate;
  return DRAWINGS.find(([pattern]) => pattern.test(product.productType))?.[1] ?? box;
}

function escapeXml(text: string): string {
  // XML has no place for control characters, not even escaped ones.
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
