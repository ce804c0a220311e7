/**
 * What Kettle & Fern, the generated store, sells: a shop for tea, coffee and what one makes and drinks them with. One
 * line a product: title | price of the first variant in cents | type's usual weight in sales is in catalogue.ts.
 */

export interface GoodsRange {
  productType: string;
  vendor: string;
  /** Share of the lines that this type sells. */
  weight: number;
  /** Bought again when used up. */
  consumable: boolean;
  /** Tea and coffee bear no VAT in Ireland and the United Kingdom. */
  zeroRatedAtHome: boolean;
  option: 'grams' | 'beans' | 'colour' | 'size' | 'none';
  goods: string[];
}

const range = (
  productType: string,
  vendor: string,
  weight: number,
  kind: { consumable?: boolean; zeroRatedAtHome?: boolean; option: GoodsRange['option'] },
  goods: string,
): GoodsRange => ({
  productType,
  vendor,
  weight,
  consumable: kind.consumable ?? false,
  zeroRatedAtHome: kind.zeroRatedAtHome ?? false,
  option: kind.option,
  goods: goods.split('\n').map((one) => one.trim()).filter((one) => one !== ''),
});

export const GOODS: readonly GoodsRange[] = [
  range('Black tea', 'Kettle & Fern', 15, { consumable: true, zeroRatedAtHome: true, option: 'grams' }, `
    Irish Breakfast No. 1 | 650
    Harbour Breakfast | 675
    Assam Gold Tips | 895
    Darjeeling First Flush | 1450
    Darjeeling Autumnal | 1195
    Ceylon Highland OP | 795
    Keemun Mao Feng | 1095
    Lapsang Souchong, Pine-Smoked | 945
    Earl Grey with Cornflower | 750
    Lady Violet Earl Grey | 825
    Yunnan Black Needle | 1350
    Kenyan Mountain CTC | 595
    Masala Chai, Whole Spice | 795
    Winter Spice & Orange Black | 825
    Whiskey Barrel Black | 1095
    Decaf Breakfast | 695
    Rose Congou | 945
    Caramel & Sea Salt Black | 795`),
  range('Green & white tea', 'Kettle & Fern', 9, { consumable: true, zeroRatedAtHome: true, option: 'grams' }, `
    Sencha of Shizuoka | 995
    Gyokuro, Shaded 21 Days | 2450
    Genmaicha with Toasted Rice | 850
    Hojicha, Roasted | 895
    Dragonwell Long Jing | 1595
    Gunpowder Temple of Heaven | 695
    Jasmine Pearls | 1650
    Moroccan Mint | 725
    Matcha for Baking | 1295
    Ceremonial Matcha, 30 g | 2895
    Silver Needle White | 1995
    White Peony | 1250
    Pear & Elderflower White | 1050
    Cherry Blossom Sencha | 1095`),
  range('Herbal & rooibos', 'Kettle & Fern', 8, { consumable: true, zeroRatedAtHome: true, option: 'grams' }, `
    Chamomile Flowers | 625
    Peppermint Leaf | 575
    Lemon Verbena | 695
    Bog Meadow Herbal | 750
    Rooibos Vanilla | 695
    Rooibos Naked | 595
    Honeybush Apricot | 725
    Ginger & Lemongrass | 650
    Hibiscus & Rosehip | 625
    Sleepy Hollow Blend | 795
    Turmeric Sunrise | 795
    Nettle & Mint | 595
    Wild Berry Infusion | 695
    Apple Strudel Infusion | 725`),
  range('Coffee beans', 'Lantern Coffee Roasters', 17, { consumable: true, zeroRatedAtHome: true, option: 'beans' }, `
    Lighthouse Espresso Blend | 1095
    Foghorn Dark Roast | 1050
    Quay Street House Blend | 995
    Ethiopia Yirgacheffe Kochere | 1395
    Ethiopia Guji Natural | 1495
    Kenya Nyeri AA | 1550
    Rwanda Nyamasheke | 1350
    Colombia Huila Washed | 1250
    Colombia Pink Bourbon | 1895
    Guatemala Antigua | 1295
    Costa Rica Honey Tarrazú | 1450
    Brazil Cerrado Pulped Natural | 1095
    Peru Cajamarca Organic | 1195
    Sumatra Mandheling | 1250
    India Monsooned Malabar | 1150
    Swiss Water Decaf | 1250
    Panama Geisha, Competition Lot | 3950
    Christmas Roast | 1295`),
  range('Coffee gear', 'Lantern Coffee Roasters', 7, { option: 'none' }, `
    Pour-Over Dripper, Ceramic | 2450
    Paper Filters, Pack of 100 | 695
    Gooseneck Kettle 0.9 l | 6950
    Hand Grinder, Steel Burr | 8900
    French Press, 6 Cup | 3950
    Moka Pot, 3 Cup | 3450
    Cold Brew Bottle | 2950
    Barista Scale with Timer | 5900
    Milk Frother, Handheld | 1995
    Milk Jug 350 ml | 1850
    Tamper 58 mm, Walnut | 3900
    Knock Box | 2650
    Cupping Spoon | 950
    Coffee Canister, Airtight | 2450`),
  range('Teapots & infusers', 'Fernhill Pottery', 7, { option: 'colour' }, `
    Stoneware Teapot, 4 Cup | 4900
    Stoneware Teapot, 2 Cup | 3900
    Cast Iron Teapot 0.8 l | 6900
    Glass Teapot with Basket | 3450
    Kyusu Side-Handle Teapot | 5400
    Tea for One Set | 3200
    Basket Infuser, Fine Mesh | 1250
    Tea Ball on a Chain | 695
    Travel Infuser Flask | 2750
    Matcha Bowl, Tenmoku | 3400
    Bamboo Matcha Whisk | 1695
    Gaiwan, Celadon | 2900
    Teapot Warmer | 2250
    Whistling Stove Kettle | 5450`),
  range('Mugs & cups', 'Fernhill Pottery', 10, { option: 'colour' }, `
    Fern Leaf Mug | 1650
    Harbour Mug, Speckled | 1550
    Farmhouse Mug, 400 ml | 1750
    Camp Mug, Enamel | 1195
    Espresso Cups, Set of 4 | 2800
    Cappuccino Cup & Saucer | 1950
    Latte Bowl | 1850
    Thumbprint Tumbler | 1450
    Double-Wall Glass, Pair | 2250
    Breakfast Cup & Saucer | 2150
    Travel Cup, 340 ml | 2495
    Child's Mug, Hare | 1350
    Child's Mug, Puffin | 1350
    Yunomi Tea Cup | 1650
    Irish Coffee Glass, Pair | 2450
    Sheepdog Mug | 1595`),
  range('Tableware', 'Fernhill Pottery', 6, { option: 'colour' }, `
    Side Plate, Reactive Glaze | 1450
    Dinner Plate, Reactive Glaze | 2150
    Pasta Bowl | 1950
    Cereal Bowl | 1550
    Serving Platter, Oval | 4200
    Butter Dish with Lid | 2750
    Milk Pourer | 1650
    Sugar Bowl | 1750
    Cake Stand, Footed | 4800
    Egg Cups, Pair | 1450
    Salt Pig | 2250
    Honey Pot & Dipper | 2400`),
  range('Kitchen', 'Hearth & Hand', 5, { option: 'none' }, `
    Ash Chopping Board | 3950
    Olive Wood Spoon | 1250
    Loaf Tin, Carbon Steel | 1850
    Scone Cutters, Set of 3 | 1295
    Beeswax Wraps, Set of 3 | 1650
    Linen Bread Bag | 1850
    Storage Jar, Cork Lid | 1695
    Tea Caddy, Japanned Tin | 1595
    Measuring Spoon, Copper | 950
    Cast Iron Trivet | 2250
    Oak Serving Tray | 4450
    Rolling Pin, Beech | 1950`),
  range('Linen & wool', 'Hearth & Hand', 5, { option: 'colour' }, `
    Linen Tea Towel | 1450
    Linen Tea Towels, Set of 3 | 3900
    Linen Apron | 4950
    Linen Napkins, Set of 4 | 3600
    Table Runner, Washed Linen | 4200
    Lambswool Throw | 9800
    Cushion Cover, Herringbone | 3900
    Oven Glove, Quilted | 1995
    Tea Cosy, Hand-Knitted | 2650
    Pot Holder, Pair | 1650
    Wool Socks, Donegal | 1850
    Picnic Blanket, Waterproof | 6900`),
  range('Candles & home scent', 'Bramble Lane', 6, { consumable: true, option: 'none' }, `
    Turf Fire Candle | 2450
    Wild Gorse Candle | 2450
    Fig & Black Tea Candle | 2650
    Sea Salt & Driftwood Candle | 2450
    Beeswax Dinner Candles, Pair | 1250
    Tealights, Box of 24 | 1195
    Christmas Spice Candle | 2650
    Room Mist, Cut Grass | 1850
    Reed Diffuser, Honeysuckle | 3200
    Incense, Cedar | 995
    Candle Snuffer, Brass | 1850
    Match Cloche | 2950`),
  range('Sweet things', 'Bramble Lane', 9, { consumable: true, option: 'none' }, `
    All-Butter Shortbread | 695
    Dark Chocolate Gingers | 895
    Sea Salt Caramels | 995
    Lemon Curd | 575
    Raspberry Jam | 525
    Heather Honey | 950
    Oat & Cranberry Biscuits | 650
    Drinking Chocolate 70% | 1150
    Fudge, Clotted Cream | 750
    Barmbrack, Whole | 1095
    Amaretti, Soft | 850
    Marshmallows, Vanilla | 595
    Stem Ginger Cookies | 675
    Christmas Pudding, Small | 1495`),
  range('Books & paper', 'Quay Press', 3, { option: 'none' }, `
    The Little Book of Tea | 1495
    Brew Better Coffee at Home | 2250
    Scones and Other Comforts | 2495
    Tasting Notes Journal | 1395
    Recipe Cards, Pack of 40 | 1150
    Greeting Cards, Botanical, Set of 6 | 1495
    Wall Calendar, Hedgerow | 1695
    Tea Map of the World, Print | 2850
    Gift Wrap & Twine Kit | 995
    Seed Packet, Chamomile | 395`),
  range('Gift sets', 'Kettle & Fern', 6, { option: 'size' }, `
    Tea Taster Box | 2450
    Coffee Taster Box | 2650
    Afternoon Tea Hamper | 6950
    Breakfast Hamper | 5950
    New Home Gift Box | 4950
    Matcha Starter Kit | 5450
    Pour-Over Starter Kit | 5950
    Cosy Evening Box | 4450
    Advent Calendar, 24 Teas | 3450
    Advent Calendar, 24 Coffees | 3950
    Letterbox Tea Gift | 1895
    Biscuits & Brew Box | 2250`),
  range('Garden & flowers', 'Hearth & Hand', 2, { option: 'none' }, `
    Herb Planter, Zinc | 2950
    Terracotta Pots, Set of 3 | 2250
    Watering Can, 1.5 l | 3250
    Secateurs, Ash Handle | 3950
    Grow Your Own Mint Kit | 1695
    Bird Feeder, Teacup | 2150
    Dried Flower Bunch | 2450`),
];

export const GIFT_CARD_TITLE = 'Kettle & Fern Gift Card';

/** Bought with one another more often than chance would have it. */
export const COMPANIONS: readonly [string, string][] = [
  ['Pour-Over Dripper, Ceramic', 'Paper Filters, Pack of 100'],
  ['Ceremonial Matcha, 30 g', 'Bamboo Matcha Whisk'],
  ['Bamboo Matcha Whisk', 'Matcha Bowl, Tenmoku'],
  ['Stoneware Teapot, 4 Cup', 'Tea Cosy, Hand-Knitted'],
  ['Irish Breakfast No. 1', 'All-Butter Shortbread'],
  ['Lighthouse Espresso Blend', 'Sea Salt Caramels'],
  ['Earl Grey with Cornflower', 'Lemon Curd'],
  ['Barista Scale with Timer', 'Gooseneck Kettle 0.9 l'],
  ['Masala Chai, Whole Spice', 'Stem Ginger Cookies'],
  ['Fern Leaf Mug', 'Tea Caddy, Japanned Tin'],
  ['Sencha of Shizuoka', 'Yunomi Tea Cup'],
  ['Chamomile Flowers', 'Heather Honey'],
];
