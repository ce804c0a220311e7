import { day, money, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** What each customer is expected to do. Room forecast. */
export const FORECAST_SECTION: ExportSection = sqlSection({
  file: 'forecasts', what: 'What each customer is expected to do next; empty while your store has no forecast.', from: 'customer_forecasts t', order: 't.customer_id', tables: ['customer_forecasts'],
  columns: [
    number('customer_id', 'The customer'), money('clv_12m', 'Expected to be spent in the next 12 months'), money('clv_low', 'Lower end of its range: 8 of 10 lie inside'), money('clv_high', 'Upper end of its range'),
    number('expected_purchases_12m', 'Expected days with a purchase in the next 12 months'), money('expected_spend_90d', 'Expected to be spent in the next 90 days'), number('p_alive', 'Chance that they are still a customer'),
    number('p_buy', 'Chance that they buy within the store’s horizon'), number('p_buy_90d', 'Chance that they buy within 90 days'), day('next_order_date', 'When the next order is expected', 't.next_order_day'),
    text('churn_band', 'Risk that they do not buy within the horizon: low, medium, high'), day('worked_out_for', 'The day that this was worked out for', 't.for_day'),
  ],
});
