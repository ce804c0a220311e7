import type { HomeFigures } from '../insights/home.ts';
import { Figure } from './Figure.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Buyers, net revenue, repeat rate and repeat revenue, each with how it is computed. */
export function Figures({ figures }: { figures: HomeFigures }) {
  const words = useWords().homePage;
  const { number, money, percent } = useFormats();
  const { kpis, customers, guests, orders } = figures.shop;
  return (
    <dl className="rg-figures">
      <Figure name={words.buyers} how={words.buyersHow} value={number(kpis.buyers)} note={words.buyersOf(customers)} />
      <Figure
        name={words.revenue}
        how={words.revenueHow}
        value={money(kpis.netRevenue, { whole: true })}
        note={guests.netRevenue > 0 ? words.revenueGuests(guests.netRevenue) : words.revenueOrders(orders)}
      />
      <Figure
        name={words.repeatRate}
        how={words.repeatRateHow(kpis.repeatBuyers, kpis.buyers)}
        value={kpis.repurchaseRate === null ? words.notYet : percent(kpis.repurchaseRate)}
        note={words.repeatRateOf(kpis.repeatBuyers, kpis.buyers)}
      />
      <Figure
        name={words.repeatRevenue}
        how={words.repeatRevenueHow}
        value={kpis.repeatShareOfRevenue === null ? words.notYet : percent(kpis.repeatShareOfRevenue)}
        note={words.repeatRevenueOf(kpis.repeatRevenue)}
      />
    </dl>
  );
}
