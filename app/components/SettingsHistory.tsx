import { Button, Card, Text } from '@shopify/polaris';
import type { SettingsChangeView } from '../settings/settings-view.ts';
import type { ShopChoice } from '../settings/shop-choice.ts';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Who changed what and when; what stood before can be brought back. */
export function SettingsHistory({ changes, onBringBack }: { changes: readonly SettingsChangeView[]; onBringBack: (choice: ShopChoice) => void }) {
  const words = useWords().settingsPage.history;
  const { instant } = useFormats();
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      {changes.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <RecordTable
          caption={words.title}
          columns={[{ key: 'when', heading: words.when }, { key: 'who', heading: words.who }, { key: 'what', heading: words.what, wide: true }, { key: 'action', heading: words.action, wide: true }]}
          rows={changes.map((change) => ({
            key: String(change.id),
            cells: {
              when: instant(change.changedAt), who: words.person(change.changedBy, change.name), what: words.parts(change.parts),
              action: <Button size="slim" accessibilityLabel={words.bringBackOf(instant(change.changedAt))} onClick={() => onBringBack(change.before)}>{words.bringBack}</Button>,
            },
          }))}
        />
      )}
    </Card>
  );
}
