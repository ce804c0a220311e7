import type { Letter } from '../webhooks/post-office.ts';
import { count, instant } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading } from './layout.ts';

const shownLetters = 100;

/** The webhooks that were sent last, and what became of them. */
export function webhooksPage(context: AdminContext): string {
  const state = context.webhooks.state();
  const letters = context.webhooks.letters().slice(-shownLetters).reverse();
  const made = Object.values(state.made).reduce((sum, one) => sum + one, 0);
  return adminPage(context, {
    title: 'Webhooks',
    active: 'webhooks',
    body: html`${pageHeading('Webhooks', { sub: `${count(made)} made, ${count(state.delivered)} delivered, ${count(state.waiting)} waiting, ${count(state.givenUp)} given up, ${count(state.dropped)} lost` })}
${state.refused.length === 0 ? null : html`<section class="card"><h2>Not subscribed</h2><ul>${state.refused.map(({ topic, reason }) => html`<li><strong>${topic}</strong>: ${reason}</li>`)}</ul></section>`}
<section class="card table"><h2>Deliveries</h2>
  <form method="post" action="${context.base}/webhooks/flush" class="search"><button class="button"${state.waiting === 0 ? html` disabled` : null}>Send what waits now</button></form>
  ${letters.length === 0 ? html`<p class="empty">Nothing has happened yet that an app asked to be told of.</p>` : letterTable(context, letters)}
</section>`,
  });
}

function letterTable(context: AdminContext, letters: readonly Letter[]): Html {
  const { ianaTimezone } = context.live.store.shop;
  return html`<div class="scroll"><table><thead><tr><th>Topic</th><th>Triggered</th><th>About</th><th>State</th><th class="number">Tries</th><th>Last answer</th></tr></thead>
  <tbody>${letters.map((letter) => html`<tr><td>${letter.topic}</td><td>${instant(letter.triggeredAt, ianaTimezone)}</td><td>${letter.subject}</td>
    <td><span class="badge ${letter.state === 'delivered' ? 'good' : letter.state === 'queued' || letter.state === 'sending' ? '' : 'warn'}">${letter.state}</span></td>
    <td class="number">${letter.attempts.length}</td><td>${letter.attempts.at(-1)?.outcome ?? ''}</td></tr>`)}</tbody></table></div>`;
}
