/** An order as a customer's timeline shows it; money is minor units of its currency. */
export interface OrderView {
  id: string;
  name: string;
  /** Shopify's financial status. */
  status: string | null;
  cancelled: boolean;
  test: boolean;
  /** Counts in facts and scores. */
  counted: boolean;
  currencyCode: string;
  /** Net value of the order: after discounts, refunds and tax, gift cards left out. */
  netValue: number;
  lines: { title: string; quantity: number; netAmount: number; giftCard: boolean }[];
  /** Lines beyond those above. */
  moreLines: number;
}
