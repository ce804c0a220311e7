import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { WEBHOOK_TOPICS } from '#app/inbox/inbox-event.ts';
import { WEBHOOKS_PATH } from '#app/ingress/webhook-headers.ts';
import { checkTomls } from '#tests/checks/tomls/check-tomls.ts';
import { declaredSubscriptions } from './declared-topics.ts';

// Failure 3: webhooks were never registered. shopify.app.toml registers them, for every shop, at each deploy.
it('every topic that the code deals with is declared, at the path where it is taken, and nothing besides', () => {
  const declared = declaredSubscriptions(readFileSync(new URL('../../../shopify.app.toml', import.meta.url), 'utf8'));
  expect(declared.map(({ topic }) => topic).sort()).toEqual(Object.keys(WEBHOOK_TOPICS).sort());
  expect(new Set(declared.map(({ uri }) => uri))).toEqual(new Set([WEBHOOKS_PATH]));
  expect(checkTomls().faults).toEqual([]);
});
