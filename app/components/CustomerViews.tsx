import { Link, useNavigate } from '@remix-run/react';
import { ActionList, Box, BlockStack, Button, Form, Popover, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { CustomerQuery } from '../customers/customer-list.ts';
import { BUILT_IN_VIEWS, builtInQuery, LONGEST_VIEW_NAME, sameQuery, type SavedView } from '../customers/saved-view.ts';
import { customersAddress } from './customer-address.ts';
import { Dialog } from './Dialog.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { useWords } from './words/WordsProvider.tsx';

interface CustomerViewsProps {
  views: readonly SavedView[];
  query: CustomerQuery;
  /** The saved view that the list was opened from. */
  viewId: number | null;
}

/** The list's names: those that every shop has and those that the merchant saved, and how to save this one. */
export function CustomerViews({ views, query, viewId }: CustomerViewsProps) {
  const words = useWords().customersPage.views;
  const navigate = useNavigate();
  const [under, setUnder] = useState({ what: '', says: '' });
  const builtIn = BUILT_IN_VIEWS.map((view) => ({ key: view, name: words.builtIn[view], query: builtInQuery(view) }));
  const opened = views.find((view) => view.id === viewId) ?? views.find((view) => sameQuery(view.query, query));
  const changed = opened !== undefined && !sameQuery(opened.query, query);
  const known = (opened !== undefined && !changed) || builtIn.some((view) => sameQuery(view.query, query));
  const sent = useSubmission<{ viewId: number }>('/app/customers/views', (answer) => {
    navigate(customersAddress(query, { view: under.what === 'delete' ? null : answer.viewId }), { replace: true, preventScrollReset: true });
    return under.says;
  });
  const send = (what: string, says: string, fields: Record<string, string>) => {
    setUnder({ what, says });
    sent.submit({ intent: what, ...fields });
  };
  const search = customersAddress(query).split('?')[1] ?? '';
  return (
    <div className="rg-views">
      <nav aria-label={words.title}>
        <ul className="rg-choices">
          {builtIn.map((view) => (
            <li key={view.key}><Link to={customersAddress(view.query)} preventScrollReset aria-current={opened === undefined && sameQuery(view.query, query) ? 'page' : undefined}>{view.name}</Link></li>
          ))}
          {views.map((view) => (
            <li key={view.id}>
              <Link to={customersAddress(view.query, { view: view.id })} preventScrollReset aria-current={opened?.id === view.id ? 'page' : undefined}>
                <bdi dir="auto">{opened?.id === view.id && changed ? words.changed(view.name) : view.name}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="rg-view-actions">
        {changed ? <Button disabled={sent.busy} onClick={() => send('overwrite', words.updated(opened.name), { viewId: String(opened.id), query: search })}>{words.update(opened.name)}</Button> : null}
        {known ? null : <NameForm label={words.save} confirm={words.confirmSave} name="" onName={(name) => send('save', words.saved(name), { name, query: search })} />}
        {opened === undefined ? null : (
          <ViewOptions
            key={opened.id}
            view={opened}
            onRename={(name) => send('rename', words.renamed(name), { viewId: String(opened.id), name })}
            onRemove={() => send('delete', words.removed(opened.name), { viewId: String(opened.id) })}
          />
        )}
      </div>
      <RefusalBanner refusal={sent.refusal} onDismiss={sent.dismiss} />
    </div>
  );
}

/** A button that asks for a name. */
function NameForm({ label, confirm, name, onName }: { label: string; confirm: string; name: string; onName: (name: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover active={open} autofocusTarget="first-node" onClose={() => setOpen(false)} activator={<Button disclosure={open ? 'up' : 'down'} onClick={() => setOpen(!open)}>{label}</Button>}>
      <NameField confirm={confirm} name={name} onName={(given) => { setOpen(false); onName(given); }} />
    </Popover>
  );
}

function NameField({ confirm, name, onName }: { confirm: string; name: string; onName: (name: string) => void }) {
  const words = useWords().customersPage.views;
  const [text, setText] = useState(name);
  const usable = text.trim() !== '';
  return (
    <Box padding="300">
      <Form onSubmit={() => usable && onName(text.trim())}>
        <BlockStack gap="200">
          <TextField label={words.name} value={text} onChange={setText} placeholder={words.namePlaceholder} autoComplete="off" maxLength={LONGEST_VIEW_NAME} />
          <Box><Button submit disabled={!usable}>{confirm}</Button></Box>
        </BlockStack>
      </Form>
    </Box>
  );
}

function ViewOptions({ view, onRename, onRemove }: { view: SavedView; onRename: (name: string) => void; onRemove: () => void }) {
  const words = useWords().customersPage.views;
  const [open, setOpen] = useState<'menu' | 'rename' | null>(null);
  const [removing, setRemoving] = useState(false);
  return (
    <>
      <Popover
        active={open !== null}
        autofocusTarget="first-node"
        onClose={() => setOpen(null)}
        activator={<Button disclosure={open === null ? 'down' : 'up'} onClick={() => setOpen(open === null ? 'menu' : null)}>{words.options}</Button>}
      >
        {open === 'rename' ? <NameField confirm={words.confirmRename} name={view.name} onName={(name) => { setOpen(null); onRename(name); }} /> : (
          <ActionList
            actionRole="menuitem"
            items={[
              { content: words.rename, onAction: () => setOpen('rename') },
              { content: words.remove, destructive: true, onAction: () => { setOpen(null); setRemoving(true); } },
            ]}
          />
        )}
      </Popover>
      <Dialog id="delete-view" open={removing} title={words.removeTitle(view.name)} confirm={words.remove} critical onClose={() => setRemoving(false)} onConfirm={() => { setRemoving(false); onRemove(); }}>
        <p>{words.removeWhat}</p>
      </Dialog>
    </>
  );
}
