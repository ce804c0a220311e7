import { z } from 'zod';
import { currencyDecimals, decimalText } from '../math/minor-units.ts';
import { formatDay } from '../profiles/calendar.ts';
import type { CsvCell } from './csv-text.ts';

/** The columns of the file, in their order. */
export const CUSTOMERS_CSV_COLUMNS = [
  'id', 'firstName', 'lastName', 'email', 'emailMarketing', 'country', 'tier', 'stage', 'r', 'f', 'm', 'orders', 'netSpend', 'firstPurchase', 'lastPurchase', 'tags',
] as const;
export type CustomersCsvColumn = (typeof CUSTOMERS_CSV_COLUMNS)[number];

/** Headings and names in the language of who asked, and the shop's currency. */
export const customersCsvLayoutSchema = z.object({
  headings: z.record(z.enum(CUSTOMERS_CSV_COLUMNS), z.string()),
  tierName: z.record(z.string(), z.string()),
  stageName: z.record(z.string(), z.string()),
  /** Shopify's states of consent (SUBSCRIBED, ...); one that is not named is written as it is. */
  consentName: z.record(z.string(), z.string()),
  /** Instead of the tier of a customer with an excluded tag. */
  notScored: z.string(),
  currency: z.string(),
});
export type CustomersCsvLayout = z.infer<typeof customersCsvLayoutSchema>;

/** A customer as the file has them. Days are day numbers, money minor units. */
export interface CustomersCsvRow {
  id: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  emailMarketing: string | null;
  country: string | null;
  tier: string | null;
  stage: string | null;
  r: number | null;
  f: number | null;
  m: number | null;
  orders: number;
  netSpend: number;
  firstPurchase: number | null;
  lastPurchase: number | null;
  tags: string[];
}

export function headingCells(layout: CustomersCsvLayout): CsvCell[] {
  return CUSTOMERS_CSV_COLUMNS.map((column) => layout.headings[column]);
}

/** Days as YYYY-MM-DD and money as plain decimals: a spreadsheet of any country can be told to read these. */
export function customerCells(row: CustomersCsvRow, layout: CustomersCsvLayout): CsvCell[] {
  const day = (value: number | null): string | null => (value === null ? null : formatDay(value));
  return [
    row.id, row.firstName, row.lastName, row.email,
    row.emailMarketing === null ? null : (layout.consentName[row.emailMarketing] ?? row.emailMarketing), row.country,
    row.tier === null ? layout.notScored : (layout.tierName[row.tier] ?? row.tier), row.stage === null ? null : (layout.stageName[row.stage] ?? row.stage),
    row.r, row.f, row.m, row.orders, Number(decimalText(row.netSpend, currencyDecimals(layout.currency) ?? 2)),
    day(row.firstPurchase), day(row.lastPurchase), row.tags.join(', '),
  ];
}
