import { Form } from '@remix-run/react';
import { BlockStack, Button, InlineStack, Popover, Select, TextField, Box } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { CUSTOMER_SORTS, LONGEST_SEARCH, LONGEST_TAG, FORECAST_SORTS, RISKS, type CustomerPage, type CustomerQuery, type CustomerSort, type SortDirection } from '../customers/customer-list.ts';
import { STAGES } from '../profiles/stage.ts';
import { TIERS } from '../profiles/tier.ts';
import { type TagSettings } from '../tags/tag-catalogue.ts';
import { TAG_RULES } from '../tags/tag-rule.ts';
import { isNarrowed, unnarrowed } from './customer-address.ts';
import { FilterChoice } from './FilterChoice.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** After the last key; a name is typed faster than this. */
const SEARCH_AFTER_MS = 200;

/** Search, filters and sorting of the list; each change is told as the new query. */
export function CustomerFilters({ query, tierCounts, tags, forecasts, onChange }: { query: CustomerQuery; tierCounts: CustomerPage['tierCounts']; forecasts: boolean; tags: TagSettings; onChange: (query: CustomerQuery) => void }) {
  const words = useWords();
  const page = words.customersPage;
  const chips: [string, CustomerQuery][] = [
    ...(query.tiers.length === 0 ? [] : [[page.tierIs(query.tiers.map((tier) => words.tierName[tier]).join(', ')), { ...query, tiers: [] }] as [string, CustomerQuery]]),
    ...(query.stages.length === 0 ? [] : [[page.stageIs(query.stages.map((stage) => words.stageName[stage]).join(', ')), { ...query, stages: [] }] as [string, CustomerQuery]]),
    ...(query.tag === null ? [] : [[page.tagIs(query.tag), { ...query, tag: null }] as [string, CustomerQuery]]),
    ...(query.fits.length === 0 ? [] : [[page.fitsIs(query.fits.map((rule) => tags[rule].name).join(', ')), { ...query, fits: [] }] as [string, CustomerQuery]]),
    ...(query.risks.length === 0 ? [] : [[page.riskIs(query.risks.map((risk) => page.riskName[risk]).join(', ')), { ...query, risks: [] }] as [string, CustomerQuery]]),
    ...(query.due ? [[page.dueIs, { ...query, due: false }] as [string, CustomerQuery]] : []),
  ];
  return (
    <BlockStack gap="200">
      <div className="rg-filters">
        <div className="rg-search"><Search query={query} onChange={onChange} /></div>
        <FilterChoice title={page.tier} choices={TIERS.map((value) => ({ value, label: page.tierCount(words.tierName[value], tierCounts[value] ?? 0) }))} chosen={query.tiers} onChange={(tiers) => onChange({ ...query, tiers })} />
        <FilterChoice title={page.stage} choices={STAGES.map((value) => ({ value, label: words.stageName[value] }))} chosen={query.stages} onChange={(stages) => onChange({ ...query, stages })} />
        <TagFilter tag={query.tag} onChange={(tag) => onChange({ ...query, tag })} />
        <FilterChoice
          title={page.fits}
          choices={TAG_RULES.filter((rule) => tags[rule].on || query.fits.includes(rule)).map((rule) => ({ value: rule, label: tags[rule].name }))}
          chosen={query.fits}
          onChange={(fits) => onChange({ ...query, fits })}
        />
        {forecasts || query.risks.length > 0 ? <FilterChoice title={page.risk} choices={RISKS.map((value) => ({ value, label: page.riskName[value] }))} chosen={query.risks} onChange={(risks) => onChange({ ...query, risks })} /> : null}
        {forecasts || query.due ? <FilterChoice title={page.due} choices={[{ value: 'week', label: page.dueWeek }]} chosen={query.due ? ['week'] : []} onChange={(chosen) => onChange({ ...query, due: chosen.length > 0 })} /> : null}
        <Sorting query={query} forecasts={forecasts} onChange={onChange} />
      </div>
      {isNarrowed(query) ? (
        <InlineStack gap="200" blockAlign="center">
          {chips.map(([label, without]) => (
            <button key={label} type="button" className="rg-chip" aria-label={page.remove(label)} onClick={() => onChange(without)}>
              <span dir="auto">{label}</span> <span aria-hidden="true">×</span>
            </button>
          ))}
          <Button variant="plain" onClick={() => onChange(unnarrowed(query))}>{page.clearAll}</Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}

function Search({ query, onChange }: { query: CustomerQuery; onChange: (query: CustomerQuery) => void }) {
  const page = useWords().customersPage;
  const [text, setText] = useState(query.search);
  const [asked, setAsked] = useState(query.search);
  // The address may change without the field (a link, back and forth): then it leads.
  if (asked !== query.search) {
    setAsked(query.search);
    setText(query.search);
  }
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  useEffect(() => {
    if (text.trim() === query.search) return undefined;
    const timer = setTimeout(() => {
      setAsked(text.trim());
      tell.current({ ...query, search: text.trim() });
    }, SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, query]);
  return (
    <Form role="search" onSubmit={(event) => event.preventDefault()}>
      <TextField
        label={page.searchLabel}
        labelHidden
        type="search"
        name="search"
        value={text}
        maxLength={LONGEST_SEARCH}
        placeholder={page.search}
        autoComplete="off"
        clearButton
        onClearButtonClick={() => setText('')}
        onChange={setText}
      />
    </Form>
  );
}

function TagFilter({ tag, onChange }: { tag: string | null; onChange: (tag: string | null) => void }) {
  const page = useWords().customersPage;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(tag ?? '');
  const apply = () => {
    setOpen(false);
    onChange(text.trim() === '' ? null : text.trim());
  };
  return (
    <Popover
      active={open}
      autofocusTarget="first-node"
      onClose={() => setOpen(false)}
      activator={<Button disclosure={open ? 'up' : 'down'} onClick={() => { setText(tag ?? ''); setOpen(!open); }}>{page.tag}</Button>}
    >
      <Box padding="300">
        <Form onSubmit={(event) => { event.preventDefault(); apply(); }}>
          <BlockStack gap="200">
            <TextField label={page.tag} value={text} onChange={setText} placeholder={page.tagPlaceholder} autoComplete="off" maxLength={LONGEST_TAG} />
            <Box><Button submit>{page.tagApply}</Button></Box>
          </BlockStack>
        </Form>
      </Box>
    </Popover>
  );
}

function Sorting({ query, forecasts, onChange }: { query: CustomerQuery; forecasts: boolean; onChange: (query: CustomerQuery) => void }) {
  const page = useWords().customersPage;
  const options = CUSTOMER_SORTS.filter((sort) => forecasts || sort === query.sort || !FORECAST_SORTS.includes(sort)).flatMap((sort) => (['desc', 'asc'] as const).map((direction) => `${sort} ${direction}` as const));
  return (
    <Select
      label={page.sortBy}
      labelHidden
      options={options.map((value) => ({ value, label: page.sort[value] }))}
      value={`${query.sort} ${query.direction}`}
      onChange={(value) => {
        const [sort, direction] = value.split(' ') as [CustomerSort, SortDirection];
        onChange({ ...query, sort, direction });
      }}
    />
  );
}
