import { Link } from '@remix-run/react';
import { BlockStack, Text } from '@shopify/polaris';
import type { HomeFigures } from '../insights/home.ts';
import { TIERS, type Tier } from '../profiles/tier.ts';
import { RecordTable } from './RecordTable.tsx';
import { TierBadge, tierClass } from './TierBadge.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Where the list of a tier's customers is. */
export function tierAddress(tier: Tier): string {
  return `/app/customers?tier=${encodeURIComponent(tier)}`;
}

/**
 * The customers as a picture: recency by rows, frequency and money by columns, in each cell its tier with people and
 * money. It is a table for whoever hears it, and each cell a link.
 */
export function TierGrid({ figures }: { figures: HomeFigures }) {
  const words = useWords();
  const grid = words.homePage.grid;
  const { tierMap, shop } = figures;
  return (
    <BlockStack gap="300">
      <table className="rg-grid" role="table">
        <caption className="rg-hidden">{grid.caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <td role="cell" />
            {words.worthName.map((name, column) => (
              <th key={name} role="columnheader" scope="col">{name} <small>{grid.columnTitle(column)}</small></th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {tierMap.map((tiers, row) => (
            <tr key={words.recencyName[row]} role="row">
              <th role="rowheader" scope="row">{words.recencyName[row]} <small>{grid.rowTitle(5 - row)}</small></th>
              {tiers.map((tier, column) => (
                // The map has twenty cells and some tiers stand in several, so a cell is known by its place.
                <td key={`${row}-${column}`} role="cell">
                  <GridCell tier={tier} people={shop.grid[row]?.[column]?.customers ?? 0} money={shop.grid[row]?.[column]?.netSpend ?? 0} of={shop.customers} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div>
        <Text as="h3" variant="headingSm">{grid.beside}</Text>
        <Text as="p" tone="subdued" variant="bodySm">{grid.besideWhat}</Text>
      </div>
      <ul className="rg-beside">
        {(['New', 'Prospects'] as const).map((tier) => (
          <li key={tier}><GridCell tier={tier} people={shop.tiers[tier].customers} money={shop.tiers[tier].netSpend} of={shop.customers} /></li>
        ))}
      </ul>
    </BlockStack>
  );
}

function GridCell({ tier, people, money, of }: { tier: Tier; people: number; money: number; of: number }) {
  const words = useWords();
  const formats = useFormats();
  const name = words.tierName[tier];
  return (
    <Link to={tierAddress(tier)} className={`rg-cell ${tierClass(tier)} ${people === 0 ? 'rg-nobody' : ''}`}>
      <span>{name}<span className="rg-hidden">: </span></span>
      <span className="rg-people">{formats.number(people)}<span className="rg-hidden"> {words.homePage.grid.peopleWord(people)}, </span></span>
      <span className="rg-money">{formats.money(money, { whole: true })}</span>
      <span className="rg-bar" aria-hidden="true"><span style={{ inlineSize: `${of === 0 ? 0 : (100 * people) / of}%` }} /></span>
    </Link>
  );
}

/** All eleven tiers with people, share and money: the numbers behind the picture. */
export function TierTable({ figures }: { figures: HomeFigures }) {
  const words = useWords();
  const { number, money, percent } = useFormats();
  const { grid } = words.homePage;
  const { tiers, customers } = figures.shop;
  return (
    <details className="rg-details">
      <summary>{grid.all}</summary>
      <RecordTable
        caption={grid.all}
        columns={[
          { key: 'tier', heading: grid.tier },
          { key: 'customers', heading: grid.customers, numeric: true },
          { key: 'share', heading: grid.share, numeric: true },
          { key: 'spend', heading: grid.spend, numeric: true },
        ]}
        rows={TIERS.map((tier) => ({
          key: tier,
          cells: {
            tier: <><TierBadge tier={tier} /><small>{words.tierMeaning[tier]}</small></>,
            customers: <Link to={tierAddress(tier)}>{number(tiers[tier].customers)}</Link>,
            share: customers === 0 ? percent(0) : percent(tiers[tier].customers / customers),
            spend: money(tiers[tier].netSpend),
          },
        }))}
      />
    </details>
  );
}
