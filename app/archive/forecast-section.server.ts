import { day, flag, instant, money, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** What each customer is expected to do, and whose risk rose. Room forecast. */
export const FORECAST_SECTIONS: readonly ExportSection[] = [sqlSection({
  file: 'forecasts', what: 'What each customer is expected to do next; empty while your store has no forecast.', from: 'customer_forecasts t LEFT JOIN due_orders o ON o.shop_id = t.shop_id AND o.customer_id = t.customer_id', order: 't.customer_id', tables: ['customer_forecasts', 'due_orders'],
  columns: [
    number('customer_id', 'The customer', 't.customer_id'), money('clv_12m', 'Expected to be spent in the next 12 months'), money('clv_low', 'Lower end of its range: 8 of 10 lie inside'), money('clv_high', 'Upper end of its range'),
    number('expected_purchases_12m', 'Expected days with a purchase in the next 12 months'), money('expected_spend_90d', 'Expected to be spent in the next 90 days'), number('p_alive', 'Chance that they are still a customer'),
    number('p_buy', 'Chance that they buy within the store’s horizon'), number('p_buy_90d', 'Chance that they buy within 90 days'), day('next_order_date', 'When the next order is expected', 't.next_order_day'),
    day('order_due', 'The day of this week for which an order is due; empty for most', 'o.due_day'), number('due_product', 'The product that they need again then; empty where the next order is expected of whatever', 'o.product_id'),
    text('churn_band', 'Risk that they do not buy within the horizon: low, medium, high'), day('worked_out_for', 'The day that this was worked out for', 't.for_day'),
    flag('past_line', 'Their risk stands past your line, or has not fallen five points below it since'), number('risk_line', 'Your line then, in percent'),
  ],
}), sqlSection({
  file: 'risk-events', what: 'Customers whose risk rose past your line, of the last year.', from: 'risk_events t', order: 't.id', tables: ['risk_events'],
  columns: [
    number('event_id', 'Number of the event', 't.id'), number('customer_id', 'The customer'), instant('happened_at', 'When'), number('risk_before', 'Risk before, 0 to 1'), number('risk_after', 'Risk after'), number('line', 'Your line then, in percent'),
    text('cause', 'time (nothing was bought), event (something about them changed), settings'), number('merged_from', 'The customer who was merged into this one'),
  ],
})];
