import { Select } from '@shopify/polaris';
import { GRID_TIERS } from '../profiles/tier.ts';
import type { DraftFault } from '../settings/settings-fault.ts';
import { tierClass } from './TierBadge.tsx';
import { useWords } from './words/WordsProvider.tsx';

interface TierMapEditorProps {
  tierMap: readonly (readonly string[])[];
  faults: readonly DraftFault[];
  onChange: (row: number, column: number, tier: string) => void;
}

/** The grid of tiers with a choice in each cell. On a narrow screen each row is a group of its own. */
export function TierMapEditor({ tierMap, faults, onChange }: TierMapEditorProps) {
  const words = useWords();
  const { tiers } = words.settingsPage;
  const { grid } = words.homePage;
  const options = GRID_TIERS.map((tier) => ({ label: words.tierName[tier], value: tier }));
  return (
    <table className="rg-grid rg-grid-edit" role="table">
      <caption className="rg-hidden">{tiers.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <td role="cell" />
          {words.worthName.map((name, column) => <th key={name} role="columnheader" scope="col">{name} <small>{grid.columnTitle(column)}</small></th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {words.recencyName.map((name, row) => (
          <tr key={name} role="row">
            <th role="rowheader" scope="row">{name} <small>{grid.rowTitle(5 - row)}</small></th>
            {words.worthName.map((worth, column) => {
              const tier = tierMap[row]?.[column] ?? '';
              const fault = faults.find((one) => one.field === `tier-${row}-${column}`);
              return (
                <td key={worth} role="cell" className={GRID_TIERS.some((one) => one === tier) ? tierClass(tier as (typeof GRID_TIERS)[number]) : 'tier-none'}>
                  <span className="rg-grid-column" aria-hidden="true">{grid.columnTitle(column)}</span>
                  <Select
                    id={`tier-${row}-${column}`}
                    label={tiers.cell(name, 5 - row, grid.columnTitle(column))}
                    labelHidden
                    options={tier === '' ? [{ label: tiers.choose, value: '' }, ...options] : options}
                    value={tier}
                    error={fault === undefined ? undefined : words.settingsPage.fault(fault)}
                    onChange={(chosen) => onChange(row, column, chosen)}
                  />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
