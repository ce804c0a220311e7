import { z } from 'zod';
import { createFormats, type Formats } from '../components/format.ts';
import { supportedLocale, wordsFor } from '../components/words/choose-language.ts';
import type { Words } from '../components/words/en.ts';
import type { CustomerProfile } from '../customers/customer-view.ts';
import type { CustomerForecastView } from '../forecast/customer-forecast-view.ts';
import { loadCustomerPage } from '../insights/load-customer-page.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { loadShopLocale } from '../shops/load-shop-locale.server.ts';
import type { CustomerTag } from '../tags/customer-tag.ts';
import type { ShopperAnswer, ShopperRequest } from './shopper-request.server.ts';

const customerSchema = z.string().regex(/^\d{1,15}$/).transform(Number);

/** What the block on Shopify's customer page shows, in the language of the admin: the sentences that the app's own page has. */
export interface CustomerBlock {
  /** Path in the app. */
  path: string;
  tier: { name: string; sentence: string };
  stage: { name: string; sentence: string } | null;
  /** Null where there is no forecast: `forecast` then says why. */
  value: { name: string; amount: string; range: string } | null;
  risk: { name: string; chance: string; band: string; level: 'low' | 'medium' | 'high' } | null;
  forecast: string | null;
  suggestion: { action: string; reason: string } | null;
  tags: { name: string; owner: 'ours' | 'merchants'; whose: string; why: string | null }[];
  asOf: string | null;
}

/** One customer for the admin's block; `customer` is null for one whom the app does not know. */
export async function answerCustomerBlock({ shopId, staffId, params }: ShopperRequest): Promise<ShopperAnswer> {
  const customerId = customerSchema.parse(params.get('id'));
  const [found, { currency, timeZone }] = await Promise.all([loadCustomerPage({ shopId, customerId }), loadShopLocale({ shopId })]);
  if (found === null || 'gone' in found) return { status: 200, json: { customer: null } };
  noteAccess({ shopId, by: staffId ?? '', what: 'customer', customerId });
  const formats = createFormats(supportedLocale(params.get('locale')), currency, timeZone);
  const words = wordsFor(formats);
  const { profile, forecast } = found.view;
  const block: CustomerBlock = {
    path: `/app/customers/${customerId}`,
    ...standing(profile, words),
    ...expected(forecast, words, formats),
    suggestion: profile?.taste == null ? null : { action: words.taste.suggestion.action[profile.taste.action.action], reason: words.taste.suggestion.reason(profile.taste.action) },
    tags: found.tags.flatMap((tag) => tagLine(tag, words)),
    asOf: profile === null ? null : words.customerPage.asOf(profile.day),
  };
  return { status: 200, json: { customer: block } };
}

function standing(profile: CustomerProfile | null, words: Words): Pick<CustomerBlock, 'tier' | 'stage'> {
  const page = words.customerPage;
  if (profile === null) return { tier: { name: page.notSortedTitle, sentence: page.notSorted }, stage: null };
  const { reasons, scores } = profile;
  if (reasons === null || scores.kind === 'excluded') return { tier: { name: words.none, sentence: page.excluded(profile.excludedBy) }, stage: null };
  if ('kind' in reasons) return { tier: { name: words.tierName.Prospects, sentence: words.reasons.prospect(reasons) }, stage: null };
  const { tier, stage } = reasons;
  return { tier: { name: words.tierName[tier.tier], sentence: words.tierMeaning[tier.tier] }, stage: { name: words.stageName[stage.stage], sentence: words.reasons.stage(stage) } };
}

function expected(forecast: CustomerForecastView | null, words: Words, { money, percent }: Formats): Pick<CustomerBlock, 'value' | 'risk' | 'forecast'> {
  const page = words.forecast;
  if (forecast === null) return { value: null, risk: null, forecast: null };
  if (!forecast.shown) return { value: null, risk: null, forecast: page.reason[forecast.reason] };
  return {
    value: { name: page.value, amount: money(forecast.clv12m), range: forecast.clvLow === 0 && forecast.clvHigh <= forecast.clv12m ? page.mostlyNothing : page.range(forecast.clvLow, forecast.clvHigh) },
    risk: { name: page.buys(forecast.horizonDays), chance: percent(forecast.pBuy), band: page.band[forecast.churnBand], level: forecast.churnBand },
    forecast: null,
  };
}

/** Tags that stand; what is yet to come or kept off is the app's page's. */
function tagLine(tag: CustomerTag, words: Words): CustomerBlock['tags'] {
  if (tag.owner === 'absent') return [];
  const page = words.customerPage.tags;
  return [{ name: tag.name, owner: tag.owner, whose: tag.owner === 'ours' ? page.ours : page.merchants, why: tag.reason === null ? null : words.reasons.tag(tag.reason) }];
}
