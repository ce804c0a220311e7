import { useEffect, useState } from 'react';
import type { Fault } from '../runtime/errors.ts';
import type { SettingsDraft } from '../settings/settings-draft.ts';
import type { PreviewLine, SettingsPreview } from '../settings/settings-preview.ts';

export type PreviewState =
  | { kind: 'none' }
  | { kind: 'working'; percent: number }
  | { kind: 'done'; preview: SettingsPreview }
  | { kind: 'failed'; fault: Fault | null };

/** A pause in typing after which a preview is asked for. */
const PAUSE_MS = 350;

/** Asks the app for the preview of a draft (JSON); `signal` breaks it off. */
export type AskPreview = (draft: string, signal: AbortSignal) => Promise<Response>;

/**
 * The preview of a draft, asked for whenever it changes; what was under way for the draft before is broken off.
 * @param draft null: there is nothing to look at
 * @param ask the same function at every call
 * @param attempt changes when it is to be tried again
 */
export function useSettingsPreview(ask: AskPreview, draft: SettingsDraft | null, attempt: number): PreviewState {
  const wanted = draft === null ? null : JSON.stringify(draft);
  const [state, setState] = useState<PreviewState>({ kind: 'none' });
  useEffect(() => {
    if (wanted === null) {
      setState({ kind: 'none' });
      return undefined;
    }
    setState({ kind: 'working', percent: 0 });
    const leave = new AbortController();
    const timer = setTimeout(() => {
      ask(wanted, leave.signal).then((response) => readPreview(response, leave.signal, setState)).catch(() => {
        if (!leave.signal.aborted) setState({ kind: 'failed', fault: null });
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [ask, wanted, attempt]);
  return state;
}

async function readPreview(response: Response, signal: AbortSignal, tell: (state: PreviewState) => void): Promise<void> {
  if (!response.ok || response.body === null) {
    const answer = (await response.json().catch(() => null)) as { error?: Fault } | null;
    tell({ kind: 'failed', fault: answer?.error ?? null });
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let ended = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = JSON.parse(line) as PreviewLine;
      if (signal.aborted) return;
      if (said.kind === 'progress') tell({ kind: 'working', percent: said.percent });
      else tell(said.kind === 'preview' ? { kind: 'done', preview: said.preview } : { kind: 'failed', fault: said.fault });
      ended = said.kind !== 'progress';
    }
  }
  if (!ended && !signal.aborted) tell({ kind: 'failed', fault: null });
}
