/** The customer records of the generated store: names, addresses, consent, and tags that stood before. */
import type { Buyer } from './buyers.ts';
import type { StoreCustomer } from './model.ts';
import { CULTURES, mailName, OTHER_SCRIPT_NAMES } from './people.ts';
import type { Culture } from './people.ts';
import { Random, WeightedDraw } from './random.ts';

const FIRST_CUSTOMER_ID = 700_000_001;
const DAY_MS = 86_400_000;

/** Where customers live: [country, share, cities, cultures, the main one first]. */
const COUNTRIES: readonly [code: string, share: number, cities: string[], cultures: Culture[]][] = [
  ['IE', 46, ['Dublin', 'Cork', 'Galway', 'Limerick', 'Kilkenny', 'Sligo'], [CULTURES.english, CULTURES.english, CULTURES.slavic, CULTURES.iberian, CULTURES.westAfrican, CULTURES.southAsian]],
  ['GB', 24, ['London', 'Belfast', 'Manchester', 'Bristol', 'Edinburgh', 'Leeds'], [CULTURES.english, CULTURES.english, CULTURES.southAsian, CULTURES.westAfrican, CULTURES.eastAsian]],
  ['DE', 7, ['Berlin', 'Hamburg', 'München', 'Köln'], [CULTURES.german]],
  ['FR', 6, ['Paris', 'Lyon', 'Nantes', 'Rennes'], [CULTURES.french, CULTURES.french, CULTURES.westAfrican]],
  ['NL', 4, ['Amsterdam', 'Utrecht', 'Rotterdam'], [CULTURES.german, CULTURES.english]],
  ['ES', 3, ['Madrid', 'Barcelona', 'Sevilla'], [CULTURES.iberian]],
  ['SE', 3, ['Stockholm', 'Göteborg', 'Malmö'], [CULTURES.nordic]],
  ['PL', 2, ['Warszawa', 'Kraków', 'Gdańsk'], [CULTURES.slavic]],
  ['US', 4, ['Boston', 'New York', 'Chicago', 'Portland'], [CULTURES.english, CULTURES.iberian, CULTURES.eastAsian]],
  ['CA', 1, ['Toronto', 'Halifax'], [CULTURES.english, CULTURES.french]],
];
const countries = new WeightedDraw(COUNTRIES.map(([, share]) => share));

/** What merchants had tagged already, in the spellings they do: [tag, share of customers]. */
const EARLIER_TAGS: readonly [string, number][] = [
  ['newsletter', 0.2], ['tea-club', 0.06], ['Coffee subscriber', 0.03], ['vip', 0.012], ['VIP', 0.01], ['Vip', 0.004], ['loyal', 0.015], ['LOYAL', 0.006],
  ['at-risk', 0.008], ['At-Risk', 0.004], ['lapsed', 0.005], ['new', 0.004], ['discount seeker', 0.004], ['Market stall 2024', 0.01], ['friend of the shop ☕', 0.004],
];

/** One record per buyer, in their order; `orders` still empty. */
export function makeCustomers(seed: number, buyers: readonly Buyer[], now: number): StoreCustomer[] {
  const random = new Random(seed, 'customers');
  return buyers.map((buyer, index) => makeCustomer(random, buyer, index, now));
}

function makeCustomer(random: Random, buyer: Buyer, index: number, now: number): StoreCustomer {
  const [country, , cities, cultures] = COUNTRIES[countries.draw(random)] ?? ['IE', 0, ['Dublin'], [CULTURES.english]];
  const culture: Culture = random.pick(cultures);
  let firstName: string | null = random.pick(culture.given);
  let lastName: string | null = random.pick(culture.family);
  let locale: string = culture.locale;
  if (random.chance(0.02)) [firstName, lastName, locale] = random.pick(OTHER_SCRIPT_NAMES);
  const mailbox = [mailName(firstName), mailName(lastName)].filter((part) => part !== '').join('.') || 'customer';
  let email: string | null = `${mailbox}${index + 1}@${random.pick(['example.com', 'example.com', 'example.org', 'example.net'])}`;
  if (random.chance(buyer.inShop ? 0.08 : 0.006)) email = null;
  const nameless = random.uniform();
  if (nameless < 0.012) firstName = null;
  if (nameless < 0.008) lastName = null;

  const tags: string[] = [];
  for (const [tag, share] of EARLIER_TAGS) {
    if (random.chance(share) && !tags.some((one) => one.toLowerCase() === tag.toLowerCase())) tags.push(tag);
  }
  if (buyer.habit === 'wholesale') tags.push('Wholesale');
  if (random.chance(0.002)) tags.push('staff');

  const consent = random.uniform();
  const emailMarketingState = email === null ? 'NOT_SUBSCRIBED' : consent < 0.55 ? 'SUBSCRIBED' : consent < 0.66 ? 'UNSUBSCRIBED' : consent < 0.67 ? 'PENDING' : 'NOT_SUBSCRIBED';
  const consentUpdatedAt = emailMarketingState === 'NOT_SUBSCRIBED' ? null
    : emailMarketingState === 'UNSUBSCRIBED' ? Math.min(now, buyer.createdAt + random.between(5, 400) * DAY_MS) : buyer.createdAt;
  // Numbers that Ofcom keeps for fiction; there are 1,000, and a phone number belongs to one customer.
  const phone = random.chance(0.35) && index % 3 === 0 && index < 3000 ? `+447700900${String(Math.floor(index / 3)).padStart(3, '0')}` : null;
  const metafields = random.chance(0.05)
    ? [{ id: index + 1, namespace: 'custom', key: 'favourite_brew', type: 'single_line_text_field', value: random.pick(['Strong, with milk', 'Oolong', 'Flat white', 'Anything decaf']), createdAt: buyer.createdAt, updatedAt: buyer.createdAt }]
    : [];
  return {
    id: FIRST_CUSTOMER_ID + index,
    firstName,
    lastName,
    email,
    phone,
    locale,
    createdAt: buyer.createdAt,
    updatedAt: Math.max(buyer.createdAt, consentUpdatedAt ?? 0),
    tags,
    note: random.chance(0.03) ? random.pick(['Prefers loose leaf.', 'Allergic to nuts: no gift hampers.', 'Ring before delivery.', 'Collects on Saturdays.']) : null,
    state: random.chance(0.45) ? 'ENABLED' : random.chance(0.1) ? 'INVITED' : 'DISABLED',
    emailMarketingState,
    smsMarketingState: phone === null ? null : random.chance(0.3) ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
    consentUpdatedAt,
    countryCode: country,
    city: random.pick(cities),
    rfmGroup: null,
    metafields,
    orders: [],
  };
}
