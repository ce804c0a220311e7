import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { SaveBar } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Card } from '@shopify/polaris';
import { useState } from 'react';
import { RefusalBanner } from '../components/RefusalBanner.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { SettingsForm, type SettingsSection } from '../components/SettingsForm.tsx';
import { SettingsHistory } from '../components/SettingsHistory.tsx';
import { SettingsPreview } from '../components/SettingsPreview.tsx';
import { SettingsProgress } from '../components/SettingsProgress.tsx';
import { useLeaveConfirmation } from '../components/use-leave-confirmation.ts';
import { usePolling } from '../components/use-polling.ts';
import { useSettingsPreview } from '../components/use-settings-preview.ts';
import { useSubmission } from '../components/use-submission.ts';
import { useFormats, useWords } from '../components/words/WordsProvider.tsx';
import { loadSettings } from '../settings/load-settings.server.ts';
import { draftOf, parseDraft, type SettingsDraft } from '../settings/settings-draft.ts';
import type { SettingsView } from '../settings/settings-view.ts';
import type { Consequence, ShopChoice } from '../settings/shop-choice.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  return loadSettings({ shopId });
}

/** A form that was begun: what stands in it, and which settings it was filled in from. */
interface Edit {
  draft: SettingsDraft;
  revision: string;
  /** Where the last change was made; "form": in all of it at once. */
  section: SettingsSection | 'form';
  /** How all of it came to be filled in. */
  from: 'reset' | 'history' | null;
}

interface Saved {
  changed: boolean;
  then: Consequence;
}

function askPreview(draft: string, signal: AbortSignal): Promise<Response> {
  const body = new FormData();
  body.set('draft', draft);
  return fetch('/app/settings/preview', { method: 'POST', body, signal });
}

/** All that a merchant can choose, each change with what it would move, before it is saved. */
export default function Settings() {
  const view = useLoaderData<typeof loader>();
  const words = useWords().settingsPage;
  const [edit, setEdit] = useState<Edit | null>(null);
  const [saved, setSaved] = useState<Saved['then'] | null>(null);
  const [attempt, setAttempt] = useState(0);
  const stored = draftOf(view.choice);
  const draft = edit?.draft ?? stored;
  const unsaved = edit !== null && JSON.stringify(edit.draft) !== JSON.stringify(stored);
  const { faults } = parseDraft(draft);
  const preview = useSettingsPreview(askPreview, unsaved && faults.length === 0 ? draft : null, attempt);
  const save = useSubmission<Saved>('/app/settings/save', ({ changed, then }) => {
    setEdit(null);
    setSaved(then);
    return changed ? words.saved : words.unchanged;
  });
  useLeaveConfirmation(unsaved);
  usePolling(view.sorting !== null || view.proposing);

  const fill = (choice: ShopChoice, from: 'reset' | 'history') => {
    setEdit({ draft: draftOf(choice), revision: view.revision, section: 'form', from });
    window.scrollTo({ top: 0 });
  };
  const change = (section: SettingsSection, part: Partial<SettingsDraft>) => setEdit((last) => ({
    draft: { ...(last?.draft ?? stored), ...part }, revision: last?.revision ?? view.revision, section, from: null,
  }));
  const shownPreview = unsaved ? <SettingsPreview automatic={view.automatic} state={preview} wrong={faults.length > 0} onAgain={() => setAttempt(attempt + 1)} /> : null;
  const onSave = () => {
    const [first] = faults;
    if (first === undefined) save.submit({ draft: JSON.stringify(draft), revision: edit?.revision ?? view.revision });
    else document.getElementById(first.field)?.focus();
  };
  const isDefault = JSON.stringify(draft) === JSON.stringify(draftOf(view.defaults));
  return (
    <Screen title={words.title} secondaryActions={[{ content: words.reset, disabled: isDefault, onAction: () => fill(view.defaults, 'reset') }]}>
      <SaveBar id="settings-save-bar" open={unsaved} discardConfirmation>
        <button variant="primary" disabled={save.busy} onClick={onSave}>{words.save}</button>
        <button disabled={save.busy} onClick={() => {
          setEdit(null);
          save.dismiss();
        }}>{words.discard}</button>
      </SaveBar>
      <BlockStack gap="400">
        <RefusalBanner refusal={save.refusal} onDismiss={save.dismiss} />
        <SettingsProgress view={view} saved={saved === 'nothing' || unsaved ? null : saved} onDismiss={() => setSaved(null)} />
        {edit?.section === 'form' && unsaved ? (
          <Card><BlockStack gap="400"><p role="status">{edit.from === 'reset' ? words.resetShown : words.broughtBack}</p>{shownPreview}</BlockStack></Card>
        ) : <InForce view={view} />}
        <SettingsForm view={view} draft={draft} faults={faults} onChange={change} beneath={(section) => (edit?.section === section ? shownPreview : null)} />
        <SettingsHistory changes={view.history} onBringBack={(choice) => fill(choice, 'history')} />
      </BlockStack>
    </Screen>
  );
}

/** Which rules hold where the settings alone do not say. */
function InForce({ view }: { view: SettingsView }) {
  const { inForce: words } = useWords().settingsPage;
  const { number } = useFormats();
  if (view.inForce === null) return <Banner tone="info"><p>{words.never}</p></Banner>;
  const { floor } = view.inForce;
  if (floor.met) return null;
  return <Banner tone="info" title={words.title}><p>{words.what(number(floor.buyers), number(floor.repeatBuyers), number(floor.days))}</p></Banner>;
}

export function ErrorBoundary() {
  return <ScreenError />;
}
