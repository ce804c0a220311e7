import { withTenant } from '#app/database/tenant.server.ts';
import { fitForecast } from '#app/forecast/fit-forecast.ts';
import type { ShopFit } from '#app/forecast/fit-shop.ts';
import { keepForecast } from '#app/forecast/fit-shop-forecast.server.ts';
import { forecastLines } from '#app/forecast/forecast-lines.server.ts';
import { madeShop } from '#app/forecast/made-shop.test-data.ts';

const DAY = 86_400_000;
let made: ShopFit | undefined;

/** The forecast of a made shop that is large enough to be learnt from, as simulated shops are not; fitted once a process. */
function madeFit(now: number): ShopFit {
  if (made !== undefined) return made;
  const today = Math.floor(now / DAY);
  const fitted = fitForecast(madeShop({ customers: 500, firstDay: today - 560, days: 560, seed: 8 }), today - 1);
  if (!fitted.made) throw new Error(`No forecast could be fitted: ${fitted.reason}.`);
  made = { state: 'shown', progress: fitted.progress, model: fitted.model, accuracy: null };
  return made;
}

/** As after a fit that found the same model again: what it says of everybody, by their profiles as they are now. */
export async function forecastEverybody(options: { shopId: number; now: number }): Promise<void> {
  const { shopId, now } = options;
  await withTenant(shopId, (tx) => keepForecast(tx, madeFit(now), { now, cause: 'time' }, {
    predict: async function* (model, profiles, stood) {
      yield* forecastLines({ model, profiles, stood });
    },
    products: [],
  }));
}
