import type { ForecastModel } from './fit-forecast.ts';
import { forecastLine } from './forecast-columns.server.ts';
import { forecastRow } from './forecast-row.ts';
import { predictorOver } from './predict-customer.ts';
import type { ProfileView } from './profile-purchases.ts';
import { riskStep } from './risk-line.ts';
import { readerOfStood, type StoodBefore } from './stood-before.ts';

/** Customers in one part of the lines. */
const PART = 20_000;

/** What a model says of everybody, as COPY's text form of FORECAST_COLUMNS, a part at a time. */
export function* forecastLines({ model, profiles: { view, customerIds }, stood }: { model: ForecastModel; profiles: ProfileView; stood: StoodBefore }): Generator<Uint8Array<ArrayBuffer>, void> {
  const predict = predictorOver(model, view);
  const before = readerOfStood(stood);
  // Asked only of those who seem to have crossed.
  const byOldModel = predictorOver(stood.model ?? model, view);
  for (let from = 0; from < view.size; from += PART) {
    let text = '';
    for (let i = from; i < Math.min(view.size, from + PART); i += 1) {
      const row = forecastRow(customerIds[i] as number, predict(i));
      text += forecastLine({ ...row, ...riskStep(before(row.customerId), row.pBuy, stood.riskLine, () => byOldModel(i).pBuy) });
    }
    yield new TextEncoder().encode(text);
  }
}
