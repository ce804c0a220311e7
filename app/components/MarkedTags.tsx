import { Link } from '@remix-run/react';
import { Banner } from '@shopify/polaris';
import { daysFor } from './DailyChoice.tsx';
import { Dialog } from './Dialog.tsx';
import { PersonName } from './PersonName.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import type { useMarkedTags } from './use-marked-tags.ts';
import { useWords } from './words/WordsProvider.tsx';

/** What approving the tag changes of the marked customers would do, asked first; and what came of it. */
export function MarkedTags({ tags }: { tags: ReturnType<typeof useMarkedTags> }) {
  const { customersPage: { markedTags: words }, tagsPage: { confirm }, tagWriting } = useWords();
  const { seen, done } = tags;
  return (
    <>
      {tags.refusal === null ? null : <RefusalBanner refusal={tags.refusal} onDismiss={tags.dismiss} />}
      {seen === null || seen.proposal !== null ? null : (
        <Banner title={words.noneTitle} onDismiss={tags.dismiss}>
          <p>{words.none}</p>
          <p><Link className="rg-link" to="/app/tags">{words.toChanges}</Link></p>
        </Banner>
      )}
      {done === null ? null : (
        <Banner tone="success" title={words.doneTitle} onDismiss={tags.dismiss}>
          <p>{words.done(done.adds, done.removes)} {done.paused ? words.paused : words.writing}</p>
          <p><Link className="rg-link" to={`/app/tags/${done.runId}`}>{words.toRun(done.runId)}</Link></p>
        </Banner>
      )}
      {seen === null || seen.proposal === null ? null : (
        <Dialog id="approve-marked-tags" open={tags.asking} title={confirm.title} confirm={confirm.approve(seen.adds + seen.removes)} busy={tags.busy} onClose={tags.close} onConfirm={tags.approve}>
          <p><strong>{words.what(seen.adds, seen.removes, seen.customers)}</strong></p>
          <p className="rg-sample">
            {seen.sample.map((one) => <span key={one.customerId}><PersonName id={String(one.customerId)} name={one.customerName} brief /></span>)}
            {seen.customers > seen.sample.length ? <span>{words.more(seen.customers - seen.sample.length)}</span> : null}
          </p>
          {seen.adds > 0 ? <p>{confirm.flow}</p> : null}
          {seen.adds > 0 && seen.dailyAdditions !== null ? <p>{tagWriting.daily.confirm(seen.dailyAdditions, daysFor(seen.adds, seen.dailyAdditions))}</p> : null}
          {seen.paused ? <p>{words.paused}</p> : null}
          <p>{confirm.onlyOurs}</p>
        </Dialog>
      )}
    </>
  );
}
