import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMPLIANCE_TOPICS } from '#app/inbox/inbox-event.ts';
import { ACCESS_SCOPES } from '#app/runtime/config.server.ts';
import { publishedTopics } from '#tests/checks/tomls/check-tomls.ts';
import { declaredSubscriptions } from './declared-topics.ts';

// Failure 4: Shopify refused protected topics, and with them the whole deploy: a scope was missing, or a topic about privacy stood among the others.
const declared = declaredSubscriptions(readFileSync(new URL('../../../shopify.app.toml', import.meta.url), 'utf8'));

it("each declared topic is one of Shopify's, and the app asks for a scope that it is given to", () => {
  const published = publishedTopics();
  for (const { topic, compliance } of declared) {
    if (compliance) continue;
    const scopes = published.get(topic);
    expect(scopes, topic).toBeDefined();
    expect(scopes?.length === 0 || scopes?.some((scope) => (ACCESS_SCOPES as readonly string[]).includes(scope)), `${topic} needs one of ${scopes?.join(', ')}`).toBe(true);
  }
});

it('the three topics about privacy are declared as such, and nowhere else', () => {
  expect(declared.filter(({ compliance }) => compliance).map(({ topic }) => topic).sort()).toEqual([...COMPLIANCE_TOPICS].sort());
});
