/**
 * The product type of an Online Retail II product, from its title: the first line of the table of which a word stands
 * in the title (whole words, without case, a plural s aside), else "Other". The data set has no such column.
 */
const KEYWORDS: [type: string, words: string][] = [
  ['Cards & wrap', 'card wrap gift-wrap ribbon tag envelope postcard tissue'],
  ['Candles & lights', 'candle light t-light lamp lantern candleholder tealight candlestick chandelier incense'],
  ['Jewellery', 'necklace bracelet earring ring brooch bangle charm jewellery pendant hairclip hair tiara'],
  ['Bags', 'bag shopper purse handbag wallet backpack suitcase rucksack tote'],
  ['Christmas & seasonal', 'christmas xmas easter santa reindeer snowman advent bauble stocking halloween'],
  ['Clocks & mirrors', 'clock mirror'],
  ['Frames & pictures', 'frame photo picture print canvas art'],
  ['Signs & wall', 'sign wall plaque blackboard chalkboard noticeboard memoboard hook knob doormat magnet'],
  ['Cushions & textiles', 'cushion quilt throw towel apron blanket rug curtain doily doilies tablecloth napkin oven pillow'],
  ['Kitchen', 'kitchen baking cookie jelly pantry recipe scale whisk mould rolling cutter colander casserole cutlery tray'],
  ['Tableware', 'mug cup plate bowl teapot glass saucer jug egg tea coffee coaster placemat cakestand cake dish tumbler goblet'],
  ['Lunch & picnic', 'lunch picnic bottle flask snack'],
  ['Storage', 'box tin basket drawer cabinet jar storage holder rack stand hanger crate shelf'],
  ['Garden', 'garden plant planter watering seed pot bird birdhouse herb gardener trowel'],
  ['Decorations', 'decoration garland bunting hanging ornament wreath flower heart'],
  ['Toys & games', 'toy game doll puzzle playhouse soldier skipping ball spaceboy bunny teddy kite jigsaw domino'],
  ['Craft & sewing', 'feltcraft sewing craft knitting kit bead button origami tape'],
  ['Stationery', 'notebook pen pencil book diary sticker stationery paper eraser ruler sketchbook journal'],
  ['Party', 'party balloon birthday confetti invite cocktail'],
  ['Bath & body', 'soap bath sponge lip bathroom perfume scent scented warmer'],
  ['Umbrellas & wear', 'umbrella parasol hat scarf glove slipper rain poncho sock'],
];

const TYPE_OF_WORD = new Map<string, { rank: number; type: string }>();
KEYWORDS.forEach(([type, words], rank) => {
  for (const word of words.split(' ')) if (!TYPE_OF_WORD.has(word)) TYPE_OF_WORD.set(word, { rank, type });
});

export const OTHER_TYPE = 'Other';

export function productType(title: string): string {
  let best: { rank: number; type: string } | null = null;
  for (const word of title.toLowerCase().split(/[^a-z-]+/)) {
    const found = TYPE_OF_WORD.get(word) ?? TYPE_OF_WORD.get(word.replace(/(?<=[^s])s$/, '')) ?? TYPE_OF_WORD.get(word.replace(/es$/, ''));
    if (found !== undefined && (best === null || found.rank < best.rank)) best = found;
  }
  return best?.type ?? OTHER_TYPE;
}
