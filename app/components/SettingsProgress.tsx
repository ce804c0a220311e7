import { Banner, BlockStack, Card, ProgressBar, Text } from '@shopify/polaris';
import type { Consequence } from '../settings/shop-choice.ts';
import type { SettingsView } from '../settings/settings-view.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** What became of settings that were saved: the sorting while it runs, then whom it moved. */
export function SettingsProgress({ view, saved, onDismiss }: { view: SettingsView; saved: Exclude<Consequence, 'nothing'> | null; onDismiss: () => void }) {
  const words = useWords().settingsPage.progress;
  const { duration } = useFormats();
  if (view.sorting !== null) {
    const { share, secondsLeft } = view.sorting;
    return (
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <p role="status">{words.what}{secondsLeft === null ? '' : ` ${words.left(duration(secondsLeft))}`}</p>
          <ProgressBar progress={Math.round(100 * share)} size="small" ariaLabelledBy="settings-sorting-bar" />
          <span id="settings-sorting-bar" className="rg-hidden">{words.bar}</span>
        </BlockStack>
      </Card>
    );
  }
  if (view.proposing) return <Card><p role="status">{words.proposing}</p></Card>;
  if (saved === null) return null;
  if (saved === 'forecast') return <Banner tone="success" title={words.forecast} onDismiss={onDismiss}><p>{words.forecastWhat}</p></Banner>;
  return (
    <Banner tone="success" title={saved === 'rebuild' ? words.done : words.tags(view.automatic)} action={{ content: words.review, url: '/app/tags' }} onDismiss={onDismiss}>
      {saved === 'rebuild' && view.lastMoves !== null ? <p>{words.moved(view.lastMoves.moved)}</p> : null}
    </Banner>
  );
}
