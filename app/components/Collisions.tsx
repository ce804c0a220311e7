import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, Card, ChoiceList, InlineStack, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { COLLISION_CHOICES, type CollisionChoice, type RenameEffect, type TagCollision } from '../tags/collision-view.ts';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

/** Tags of ours that meet one which stood before: what stands, what was chosen, and another choice with its effect. */
export function Collisions({ collisions }: { collisions: readonly TagCollision[] }) {
  const words = useWords().tagWriting.collisions;
  const [open, setOpen] = useState<string | null>(null);
  if (collisions.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <Text as="p" tone="subdued">{words.what}</Text>
        </BlockStack>
        {collisions.map((one) => (
          <BlockStack key={one.rule} gap="200">
            <InlineStack align="space-between" blockAlign="start" gap="200">
              <div className="rg-fill"><BlockStack gap="050">
                <Text as="h3" variant="headingSm">{one.name}</Text>
                <p>{one.fitting + one.unfitting === 0 ? words.settled(one.name) : words.stands(one.spellings.map(words.spelling).join(', '), one.fitting, one.unfitting)}</p>
                <Text as="p" tone="subdued"><Now collision={one} /></Text>
              </BlockStack></div>
              <Button onClick={() => setOpen(open === one.rule ? null : one.rule)} ariaExpanded={open === one.rule} accessibilityLabel={words.decideFor(one.name)}>{words.decide}</Button>
            </InlineStack>
            {open === one.rule ? <Choice key={`${one.rule} ${one.choice} ${one.name}`} collision={one} onDone={() => setOpen(null)} /> : null}
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function Now({ collision }: { collision: TagCollision }) {
  const { now } = useWords().tagWriting.collisions;
  if (collision.pending) return <>{now.pending}</>;
  if (collision.choice === 'adopt') return <>{now.adopt(collision.adopted)}</>;
  return <>{collision.choice === 'rename' ? now.rename(collision.name) : now.leave}</>;
}

function Choice({ collision, onDone }: { collision: TagCollision; onDone: () => void }) {
  const all = useWords();
  const words = all.tagWriting.collisions;
  const [choice, setChoice] = useState<CollisionChoice>(collision.choice);
  const [name, setName] = useState('');
  const preview = useFetcher<RenameEffect>();
  const save = useSubmission('/app/tags/collision', () => {
    onDone();
    return words.saved;
  });
  const { load } = preview;
  const { rule } = collision;
  const wanted = choice === 'rename' && name.trim() !== '' ? name.trim() : null;
  useEffect(() => {
    if (wanted === null) return undefined;
    const timer = setTimeout(() => load(`/app/tags/collision?${new URLSearchParams({ rule, name: wanted }).toString()}`), 300);
    return () => clearTimeout(timer);
  }, [wanted, rule, load]);
  const effect = preview.data !== undefined && preview.data.name === wanted ? preview.data : null;
  const text = choice === 'leave' ? words.effect.leave(collision.adopted) : choice === 'adopt' ? words.effect.adopt(collision.fitting, collision.unfitting) : words.effect.rename(collision.written - collision.adopted, collision.fitting);
  return (
    <BlockStack gap="300">
      <RefusalBanner refusal={save.refusal} onDismiss={save.dismiss} />
      <ChoiceList
        title={words.legend(collision.name)}
        choices={COLLISION_CHOICES.map((one) => ({ label: words.choice[one], value: one }))}
        selected={[choice]}
        onChange={([one]) => setChoice(one as CollisionChoice)}
      />
      {choice === 'rename' ? (
        <TextField
          label={words.newName} value={name} onChange={setName} autoComplete="off" maxLength={255} error={effect === null || effect.problem === null ? undefined : all.refusal({ code: 'tag-name', message: effect.problem })}
          helpText={effect !== null && effect.problem === null ? words.effect.carriers(effect.carriers) : undefined}
        />
      ) : null}
      <p role="status">{text}</p>
      <InlineStack>
        <Button onClick={() => save.submit({ rule, choice, ...(choice === 'rename' ? { name } : {}) })} loading={save.busy} disabled={choice === 'rename' && (effect === null || effect.problem !== null)}>{words.save}</Button>
      </InlineStack>
    </BlockStack>
  );
}
