import { BlockStack, Button, Card, InlineStack, Select, Text, TextField } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { DEFAULT_TIER_MAP } from '../profiles/tier.ts';
import type { SettingsDraft } from '../settings/settings-draft.ts';
import type { DraftFault } from '../settings/settings-fault.ts';
import type { SettingsView } from '../settings/settings-view.ts';
import { ExcludedTagsField } from './ExcludedTagsField.tsx';
import { Explain } from './Explain.tsx';
import { TagSettingsFields } from './TagSettingsFields.tsx';
import { TierMapEditor } from './TierMapEditor.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** The cards of the form, by what is changed in them. */
export type SettingsSection = 'counting' | 'tiers' | 'tags' | 'excluded' | 'night' | 'risk' | 'worth';

interface SettingsFormProps {
  view: SettingsView;
  draft: SettingsDraft;
  faults: readonly DraftFault[];
  onChange: (section: SettingsSection, change: Partial<SettingsDraft>) => void;
  /** What stands beneath a card's fields. */
  beneath: (section: SettingsSection) => ReactNode;
}

/** All settings, a card for each kind. */
export function SettingsForm({ view, draft, faults, onChange, beneath }: SettingsFormProps) {
  const words = useWords().settingsPage;
  const custom = JSON.stringify(draft.tierMap) !== JSON.stringify(DEFAULT_TIER_MAP);
  return (
    <>
      <Section title={words.counting.title} beneath={beneath('counting')}>
        <ScoringFields draft={draft} faults={faults} onChange={(change) => onChange('counting', change)} />
      </Section>
      <Section title={words.tiers.title} what={words.tiers.what} beneath={beneath('tiers')}>
        <TierMapEditor
          tierMap={draft.tierMap}
          faults={faults}
          onChange={(row, column, tier) => onChange('tiers', { tierMap: draft.tierMap.map((tiers, at) => (at === row ? tiers.map((old, place) => (place === column ? tier : old)) : tiers)) })}
        />
        {custom ? <InlineStack><Button onClick={() => onChange('tiers', { tierMap: DEFAULT_TIER_MAP.map((row) => [...row]) })}>{words.tiers.restore}</Button></InlineStack> : null}
      </Section>
      <Section title={words.tags.title} what={words.tags.what} beneath={beneath('tags')}>
        <TagSettingsFields tags={draft.tags} faults={faults} onChange={(rule, tag) => onChange('tags', { tags: { ...draft.tags, [rule]: tag } })} />
      </Section>
      <Section title={words.excluded.title} what={words.excluded.what} beneath={beneath('excluded')}>
        <ExcludedTagsField tags={draft.excludedTags} fault={faults.find((fault) => fault.field === 'excludedTags')} onChange={(excludedTags) => onChange('excluded', { excludedTags })} />
      </Section>
      <Section title={words.risk.title} what={words.risk.what} beneath={beneath('risk')}>
        <RiskField draft={draft} faults={faults} onChange={(change) => onChange('risk', change)} />
      </Section>
      <Section title={words.worth.title} what={words.worth.what} beneath={beneath('worth')}>
        <WorthFields view={view} draft={draft} faults={faults} onChange={(change) => onChange('worth', change)} />
      </Section>
      <Section title={words.night.title} what={words.night.what} beneath={beneath('night')}>
        <NightField view={view} draft={draft} faults={faults} onChange={(change) => onChange('night', change)} />
      </Section>
    </>
  );
}

function Section({ title, what, children, beneath }: { title: string; what?: string; children: ReactNode; beneath: ReactNode }) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">{title}</Text>
          {what === undefined ? null : <Text as="p" tone="subdued">{what}</Text>}
        </BlockStack>
        {children}
        {beneath}
      </BlockStack>
    </Card>
  );
}

type FieldsProps = Pick<SettingsFormProps, 'draft' | 'faults'> & { onChange: (change: Partial<SettingsDraft>) => void };

function ScoringFields({ draft, faults, onChange }: FieldsProps) {
  const words = useWords();
  const { counting, fault: describe } = words.settingsPage;
  const choice = (field: 'window' | 'rRule' | 'fRule' | 'atRisk', label: string, names: Record<string, string>, help: string | undefined, explain?: string) => {
    const fault = faults.find((one) => one.field === field);
    return (
      <div>
        <Select
          id={field}
          label={explain === undefined ? label : <span>{label} <Explain term={label}>{explain}</Explain></span>}
          options={Object.entries(names).map(([value, name]) => ({ label: name, value })).sort((a, b) => Number(a.value === 'all') - Number(b.value === 'all'))}
          value={draft[field]}
          helpText={help}
          error={fault === undefined ? undefined : describe(fault)}
          onChange={(value) => onChange({ [field]: value })}
        />
      </div>
    );
  };
  return (
    <div className="rg-choice-columns">
      {choice('window', counting.window, counting.windows, counting.windowHelp)}
      {choice('atRisk', counting.atRisk, counting.atRisks, counting.atRiskHelp[draft.atRisk as 'flat'])}
      {choice('rRule', counting.rRule, counting.rRules, counting.rHelp[draft.rRule as 'plain'], words.recencyMeaning)}
      {choice('fRule', counting.fRule, counting.fRules, counting.fHelp[draft.fRule as 'bands'], words.frequencyMeaning)}
    </div>
  );
}

function RiskField({ draft, faults, onChange }: FieldsProps) {
  const { risk, fault: describe } = useWords().settingsPage;
  const fault = faults.find((one) => one.field === 'riskLine');
  return (
    <div className="rg-choice-columns">
      <TextField
        id="riskLine"
        type="integer"
        inputMode="numeric"
        suffix="%"
        label={risk.label}
        autoComplete="off"
        value={draft.riskLine}
        helpText={risk.help}
        error={fault === undefined ? undefined : describe(fault)}
        onChange={(riskLine) => onChange({ riskLine })}
      />
    </div>
  );
}

function WorthFields({ view, draft, faults, onChange }: FieldsProps & { view: SettingsView }) {
  const { worth, fault: describe } = useWords().settingsPage;
  const field = (name: 'grossMargin' | 'purchaseCost' | 'discountRate', label: string, helpText: string, suffix?: string) => {
    const fault = faults.find((one) => one.field === name);
    return (
      <TextField
        id={name} type="text" inputMode={name === 'purchaseCost' ? 'decimal' : 'numeric'} suffix={suffix} label={label} helpText={helpText} autoComplete="off"
        value={draft[name]} error={fault === undefined ? undefined : describe(fault)} onChange={(value) => onChange({ [name]: value })}
      />
    );
  };
  return (
    <div className="rg-choice-columns">
      {field('grossMargin', worth.margin, worth.marginHelp, '%')}
      {field('purchaseCost', worth.cost(view.currencyCode), worth.costHelp)}
      {field('discountRate', worth.discount, worth.discountHelp, '%')}
    </div>
  );
}

function NightField({ view, draft, faults, onChange }: FieldsProps & { view: SettingsView }) {
  const { night, fault: describe } = useWords().settingsPage;
  const fault = faults.find((one) => one.field === 'nightlyAt');
  return (
    <BlockStack gap="200">
      <div className="rg-choice-columns">
        <TextField
          id="nightlyAt"
          type="time"
          label={night.label}
          autoComplete="off"
          value={draft.nightlyAt}
          helpText={view.timeZone === null ? undefined : night.help(view.timeZone)}
          error={fault === undefined ? undefined : describe(fault)}
          onChange={(nightlyAt) => onChange({ nightlyAt })}
        />
      </div>
      <Text as="p" tone="subdued">{view.nextNight === null ? night.notYet : view.clockStands ? night.stands : night.next(view.nextNight)}</Text>
    </BlockStack>
  );
}
