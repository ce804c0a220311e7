import { Checkbox, TextField } from '@shopify/polaris';
import type { SettingsDraft } from '../settings/settings-draft.ts';
import type { DraftFault } from '../settings/settings-fault.ts';
import { TAG_CATALOGUE } from '../tags/tag-catalogue.ts';
import { TAG_RULES, type TagRule } from '../tags/tag-rule.ts';
import { useWords } from './words/WordsProvider.tsx';

interface TagSettingsFieldsProps {
  tags: SettingsDraft['tags'];
  faults: readonly DraftFault[];
  onChange: (rule: TagRule, tag: { name: string; on: boolean }) => void;
}

/** Each tag's switch and its name at Shopify. */
export function TagSettingsFields({ tags, faults, onChange }: TagSettingsFieldsProps) {
  const { settingsPage } = useWords();
  const words = settingsPage.tags;
  return (
    <ul className="rg-tag-settings">
      {TAG_RULES.map((rule) => {
        const tag = tags[rule];
        const { defaultName } = TAG_CATALOGUE[rule];
        const fault = faults.find((one) => one.field === `tag-${rule}`);
        return (
          <li key={rule}>
            <Checkbox label={defaultName} helpText={words.meaning[rule]} checked={tag.on} onChange={(on) => onChange(rule, { ...tag, on })} />
            <TextField
              id={`tag-${rule}`}
              label={words.name(defaultName)}
              labelHidden
              autoComplete="off"
              value={tag.name}
              error={fault === undefined ? undefined : settingsPage.fault(fault)}
              onChange={(name) => onChange(rule, { ...tag, name })}
            />
          </li>
        );
      })}
    </ul>
  );
}
