import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/admin.customer-details.block.render';
import { render } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';

interface Customer {
  path: string;
  tier: { name: string; sentence: string };
  stage: { name: string; sentence: string } | null;
  value: { name: string; amount: string; range: string } | null;
  risk: { name: string; chance: string; band: string; level: 'low' | 'medium' | 'high' } | null;
  forecast: string | null;
  suggestion: { action: string; reason: string } | null;
  tags: { name: string; owner: 'ours' | 'merchants'; whose: string; why: string | null }[];
  asOf: string | null;
}

type State = { kind: 'loading' } | { kind: 'failed' } | { kind: 'unknown' } | { kind: 'shown'; customer: Customer };

const RISK_TONE = { low: 'success', medium: 'caution', high: 'critical' } as const;
/** As many as fit beside a customer; the rest is in the app. */
const TAGS_SHOWN = 6;

/** The block on the customer's page in the admin: where they stand, what is expected of them, what to do next, and whose their tags are. */
export default function extension(): void {
  const { shopify } = globalThis as unknown as { shopify: Api };
  render(<CustomerBlock shopify={shopify} />, document.body);
}

function CustomerBlock({ shopify }: { shopify: Api }) {
  const { translate } = shopify.i18n;
  const id = /\/Customer\/(\d+)/.exec(shopify.data.selected[0]?.id ?? '')?.[1] ?? '';
  const [state, setState] = useState<State>({ kind: 'loading' });
  const load = useCallback(async (): Promise<void> => {
    setState({ kind: 'loading' });
    try {
      // A path is one of the app's own address, and Shopify adds the session token of whoever is logged in.
      const response = await fetch(`/extension/customer?id=${id}&locale=${shopify.i18n.translate('language')}`);
      const answer = (await response.json()) as { customer?: Customer | null };
      setState(!response.ok || answer.customer === undefined ? { kind: 'failed' } : answer.customer === null ? { kind: 'unknown' } : { kind: 'shown', customer: answer.customer });
    } catch {
      setState({ kind: 'failed' });
    }
  }, [shopify, id]);
  useEffect(() => void load(), [load]);
  return (
    <s-admin-block heading={translate('name')}>
      {state.kind === 'loading' ? <s-stack direction="inline" gap="small-200" alignItems="center"><s-spinner accessibilityLabel={translate('loading')} /><s-text>{translate('loading')}</s-text></s-stack> : null}
      {state.kind === 'failed' ? (
        <s-banner tone="critical" heading={translate('failed')}>
          <s-button onClick={() => void load()}>{translate('again')}</s-button>
        </s-banner>
      ) : null}
      {state.kind === 'unknown' ? <s-text>{translate('unknown')}</s-text> : null}
      {state.kind === 'shown' ? <Shown customer={state.customer} translate={translate} /> : null}
    </s-admin-block>
  );
}

function Shown({ customer, translate }: { customer: Customer; translate: (key: string, options?: Record<string, string | number>) => string }) {
  const { tier, stage, value, risk, forecast, suggestion, tags } = customer;
  return (
    <s-stack gap="base">
      <s-stack gap="small-200">
        <s-stack direction="inline" gap="small-200"><s-badge>{tier.name}</s-badge>{stage === null ? null : <s-badge tone="info">{stage.name}</s-badge>}</s-stack>
        <s-paragraph>{tier.sentence}{stage === null ? '' : ` ${stage.sentence}`}</s-paragraph>
      </s-stack>
      {value === null ? null : <Pair name={value.name} told={`${value.amount}, ${value.range}`} />}
      {risk === null ? null : (
        <s-stack gap="none">
          <s-text color="subdued">{risk.name}</s-text>
          <s-stack direction="inline" gap="small-200"><s-text>{risk.chance}</s-text><s-badge tone={RISK_TONE[risk.level]}>{risk.band}</s-badge></s-stack>
        </s-stack>
      )}
      {forecast === null ? null : <Pair name={translate('forecast')} told={forecast} />}
      {suggestion === null ? null : <Pair name={`${translate('suggestion')}: ${suggestion.action}`} told={suggestion.reason} />}
      <s-stack gap="small-200">
        <s-text color="subdued">{translate('tags')}</s-text>
        {tags.length === 0 ? <s-text>{translate('no_tags')}</s-text> : tags.slice(0, TAGS_SHOWN).map((tag) => (
          <s-stack key={tag.name} gap="none">
            <s-stack direction="inline" gap="small-200"><s-badge tone={tag.owner === 'ours' ? 'info' : 'neutral'}>{tag.name}</s-badge><s-text>{tag.whose}</s-text></s-stack>
            {tag.why === null ? null : <s-text color="subdued">{tag.why}</s-text>}
          </s-stack>
        ))}
        {tags.length > TAGS_SHOWN ? <s-text color="subdued">{translate('more_tags', { count: tags.length - TAGS_SHOWN })}</s-text> : null}
      </s-stack>
      <s-stack direction="inline" gap="base" alignItems="center">
        <s-button href={`app:${customer.path.replace(/^\//, '')}`}>{translate('open')}</s-button>
        {customer.asOf === null ? null : <s-text color="subdued">{customer.asOf}</s-text>}
      </s-stack>
    </s-stack>
  );
}

function Pair({ name, told }: { name: string; told: string }) {
  return <s-stack gap="none"><s-text color="subdued">{name}</s-text><s-text>{told}</s-text></s-stack>;
}
