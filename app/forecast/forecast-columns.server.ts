import type { WrittenForecast } from './forecast-row.ts';

/** Columns of customer_forecasts but the shop and the day, each with its SQL type and where a row has it. */
export const FORECAST_COLUMNS = {
  customer_id: ['bigint', 'customerId'],
  clv_12m: ['bigint', 'clv12m'],
  clv_low: ['bigint', 'clvLow'],
  clv_high: ['bigint', 'clvHigh'],
  expected_spend_90d: ['bigint', 'expectedSpend90d'],
  expected_purchases_12m: ['double precision', 'expectedPurchases12m'],
  p_alive: ['double precision', 'pAlive'],
  p_buy: ['double precision', 'pBuy'],
  p_buy_90d: ['double precision', 'pBuy90d'],
  next_order_day: ['integer', 'nextOrderDay'],
  churn_band: ['text', 'churnBand'],
  past_line: ['boolean', 'pastLine'],
  risk_line: ['smallint', 'riskLine'],
} as const satisfies Record<string, readonly [type: string, key: keyof WrittenForecast]>;

const NAMES = Object.keys(FORECAST_COLUMNS) as (keyof typeof FORECAST_COLUMNS)[];
const CHANGEABLE = NAMES.filter((name) => name !== 'customer_id');
const prefixed = (prefix: string, names: readonly string[]): string => names.map((name) => `${prefix}.${name}`).join(', ');

/** "name type, ..." for a temporary table or a record set: the columns, and P(buys) from which a customer has just crossed the risk line. */
export const FORECAST_DEFINITIONS = `${NAMES.map((name) => `${name} ${FORECAST_COLUMNS[name][0]}`).join(', ')}, crossed_from double precision`;

/** A row under the names of its columns. */
export function forecastCells(row: WrittenForecast): Record<string, string | number | boolean | null> {
  return { ...Object.fromEntries(NAMES.map((name) => [name, row[FORECAST_COLUMNS[name][1]]])), crossed_from: row.crossedFrom };
}

/** A row as a line of COPY's text form. The band holds no tab, newline or backslash. */
export function forecastLine(row: WrittenForecast): string {
  return `${NAMES.map((name) => row[FORECAST_COLUMNS[name][1]] ?? '\\N').join('\t')}\t${row.crossedFrom ?? '\\N'}\n`;
}

/** Writes the rows of `source` (SQL with FORECAST_COLUMNS) that are new or differ. `shop` and `day`: their parameters. */
export function writeForecastsSql(source: string, shop: string, day: string): string {
  return `INSERT INTO customer_forecasts AS f (shop_id, for_day, ${NAMES.join(', ')})
  SELECT ${shop}::integer, ${day}::integer, ${prefixed('n', NAMES)} FROM ${source} n
  ON CONFLICT (shop_id, customer_id) DO UPDATE SET for_day = EXCLUDED.for_day, ${CHANGEABLE.map((name) => `${name} = EXCLUDED.${name}`).join(', ')}
  WHERE (${prefixed('f', ['for_day', ...CHANGEABLE])}) IS DISTINCT FROM (${prefixed('EXCLUDED', ['for_day', ...CHANGEABLE])})`;
}
