import { BlockStack, Button, Tag, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { tagKey } from '../profiles/tag-key.ts';
import { nameFault } from '../settings/settings-draft.ts';
import type { DraftFault } from '../settings/settings-fault.ts';
import { useWords } from './words/WordsProvider.tsx';

/** A list of tags, each to be removed, and a field that adds one. */
export function ExcludedTagsField({ tags, fault, onChange }: { tags: readonly string[]; fault: DraftFault | undefined; onChange: (tags: string[]) => void }) {
  const { settingsPage } = useWords();
  const words = settingsPage.excluded;
  const [entry, setEntry] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const add = () => {
    const wrong = nameFault('excludedTags', entry);
    if (wrong !== null) setRefused(settingsPage.fault(wrong));
    else if (tags.some((tag) => tagKey(tag) === tagKey(entry))) setRefused(words.known);
    else {
      onChange([...tags, entry.trim()]);
      setEntry('');
    }
  };
  return (
    <BlockStack gap="300">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          id="excludedTags"
          label={words.label}
          autoComplete="off"
          value={entry}
          error={refused ?? (fault === undefined ? undefined : settingsPage.fault(fault))}
          onChange={(value) => {
            setEntry(value);
            setRefused(null);
          }}
          connectedRight={<Button submit>{words.add}</Button>}
        />
      </form>
      {tags.length === 0 ? <Text as="p" tone="subdued">{words.none}</Text> : (
        <ul className="rg-tags" aria-label={words.list}>
          {tags.map((tag) => <li key={tag} className="rg-break"><Tag onRemove={() => onChange(tags.filter((one) => one !== tag))} accessibilityLabel={words.remove(tag)}>{tag}</Tag></li>)}
        </ul>
      )}
    </BlockStack>
  );
}
