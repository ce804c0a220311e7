import { useFetcher } from '@remix-run/react';
import { Badge, Button, Card, Text } from '@shopify/polaris';
import { useEffect } from 'react';
import type { PlacesView } from '../recommendations/recommendations-page.ts';
import { THEME_BLOCKS, type ThemeBlock } from '../recommendations/theme-blocks.ts';
import { RecordTable } from './RecordTable.tsx';
import { useWords } from './words/WordsProvider.tsx';

const CHECKOUT = ['thank-you', 'order-status'] as const;

/** Whether each block is placed, with a link that places it. Shopify is asked once the page stands. */
export function PlacesCard() {
  const words = useWords().recommendations.places;
  const { load, data } = useFetcher<PlacesView | { error: object }>();
  useEffect(() => load('/app/recommendations/placed'), [load]);
  const places = data === undefined || data === null || 'error' in data ? null : data;
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      <div className="rg-card-body" role="status">
        <p>{places !== null ? standing(words, places) : data === undefined ? words.asking : words.failed}</p>
      </div>
      {places === null ? null : <Places places={places} />}
    </Card>
  );
}

type PlaceWords = ReturnType<typeof useWords>['recommendations']['places'];

function standing(words: PlaceWords, { state, theme }: PlacesView): string {
  if (state === 'no-access') return words.noAccess;
  return theme === null ? words.unknown : words.theme(theme);
}

function Places({ places }: { places: PlacesView }) {
  const { places: words, earned: { where: blockHeading } } = useWords().recommendations;
  const { placed, links, seen } = places;
  return (
    <>
      <RecordTable
        caption={words.title}
        columns={[{ key: 'block', heading: blockHeading }, { key: 'state', heading: words.placed, nowrap: true }, { key: 'place', heading: words.place, nowrap: true }]}
        rows={THEME_BLOCKS.map((block) => ({
          key: block,
          cells: {
            block: <><strong>{words.block[block]}</strong><br /><small>{words.what[block]}{isListed(placed, block) ? ` ${words.in(placed[block].join(', '))}` : null}</small></>,
            state: placed === null ? null : <State on={placed[block].length > 0} embed={block === 'cart-embed'} />,
            // An embed is there once: beside "On" there is nothing to switch on.
            place: block === 'cart-embed' && isPlaced(placed, block) ? null : <Button url={links[block]} target="_blank" accessibilityLabel={`${label(words, block, placed)}: ${words.block[block]}`}>{label(words, block, placed)}</Button>,
          },
        }))}
      />
      <div className="rg-card-head"><Text as="h3" variant="headingSm">{words.checkout}</Text></div>
      <div className="rg-card-body"><p>{words.checkoutWhat}</p></div>
      <RecordTable
        caption={words.checkout}
        columns={[{ key: 'block', heading: blockHeading }, { key: 'place', heading: words.place, nowrap: true }]}
        rows={CHECKOUT.map((page) => {
          const at = seen[page];
          return { key: page, cells: { block: <><strong>{words[page]}</strong><br /><small>{at === null ? words.neverSeen : words.seen(at)}</small></>, place: <Button url={links[page]} target="_blank" accessibilityLabel={`${words.editor}: ${words[page]}`}>{words.editor}</Button> } };
        })}
      />
    </>
  );
}

function isPlaced(placed: PlacesView['placed'], block: ThemeBlock): boolean {
  return placed !== null && placed[block].length > 0;
}

/** An embed stands everywhere or nowhere: its template says nothing. */
function isListed(placed: PlacesView['placed'], block: ThemeBlock): placed is NonNullable<PlacesView['placed']> {
  return placed !== null && block !== 'cart-embed' && placed[block].length > 0;
}

function label(words: PlaceWords, block: ThemeBlock, placed: PlacesView['placed']): string {
  if (block === 'cart-embed') return words.switchOn;
  return isPlaced(placed, block) ? words.placeAgain : words.place;
}

function State({ on, embed }: { on: boolean; embed: boolean }) {
  const words = useWords().recommendations.places;
  return <Badge tone={on ? 'success' : undefined}>{embed ? (on ? words.on : words.off) : on ? words.placed : words.notPlaced}</Badge>;
}
