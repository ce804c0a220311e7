import { describe, expect, it } from 'vitest';
import { whyImportIsRefused } from './rooms.ts';

describe('the order of imports', () => {
  it.each([
    ['app/routes/app._index.tsx', 'app/profiles/refresh-profiles.server.ts'],
    ['app/routes/app._index.tsx', 'app/components/tier-grid.tsx'],
    ['app/ingress/customer-block.server.ts', 'app/components/words/choose-language.ts'],
    ['app/root.tsx', 'app/components/document.tsx'],
    ['app/routes/app._index.tsx', 'app/pipeline.server.ts'],
    ['app/ingress/webhooks.server.ts', 'app/database/pools.server.ts'],
    ['app/pipeline.server.ts', 'app/tags/tag-writer.server.ts'],
    ['app/pipeline.server.ts', 'app/pipeline-events.server.ts'],
    ['app/pipeline-events.server.ts', 'app/mirror/apply-events.server.ts'],
    ['app/ingress/webhooks.server.ts', 'app/inbox/inbox-event.ts'],
    ['app/mirror/apply-events.server.ts', 'app/inbox/inbox-event.ts'],
    ['app/profiles/rfm.ts', 'app/mirror/order.ts'],
    ['app/tags/wanted-tags.ts', 'app/profiles/stage.ts'],
    ['app/customers/timeline.server.ts', 'app/tags/tag-ledger.server.ts'],
    ['app/journeys/step.ts', 'app/segments/members.ts'],
    ['app/mirror/import-store.server.ts', 'app/shops/shop-settings.ts'],
    ['app/mirror/import-store.server.ts', 'app/shopify/bulk-runner.server.ts'],
    ['app/shopify/session-storage.server.ts', 'app/database/prisma.server.ts'],
    ['app/database/pools.server.ts', 'app/runtime/config.server.ts'],
    ['app/runtime/money.ts', 'app/math/midrank.ts'],
    ['app/worker.ts', 'app/pipeline.server.ts'],
    ['app/server.ts', 'app/entry.server.tsx'],
    ['app/profiles/rfm.test.ts', 'tests/factories/customer-facts.ts'],
    ['tests/integration/import.test.ts', 'app/mirror/import-store.server.ts'],
    ['extensions/reviews/src/block.tsx', 'extensions/reviews/src/stars.tsx'],
  ])('lets %s import %s', (from, to) => {
    expect(whyImportIsRefused(from, to)).toBeNull();
  });

  it.each([
    ['app/mirror/order.ts', 'app/profiles/rfm.ts', 'mirror may import only shops, inbox'],
    ['app/profiles/rfm.ts', 'app/tags/wanted-tags.ts', 'profiles may import only'],
    ['app/tags/wanted-tags.ts', 'app/segments/members.ts', 'tags may import only'],
    ['app/shops/install.server.ts', 'app/mirror/import-store.server.ts', 'shops may import no other room'],
    ['app/customers/search.server.ts', 'app/privacy/redact.server.ts', 'no room asks it'],
    ['app/mirror/order.ts', 'app/pipeline.server.ts', 'imports go down only'],
    ['app/inbox/inbox-event.ts', 'app/mirror/order.ts', 'inbox may import only shops'],
    ['app/mirror/order.ts', 'app/pipeline-events.server.ts', 'imports go down only'],
    ['app/profiles/rfm.ts', 'app/routes/app._index.tsx', 'imports go down only'],
    ['app/shopify/admin-client.server.ts', 'app/mirror/order.ts', 'imports go down only'],
    ['app/shopify/admin-client.server.ts', 'app/jobs/queue.server.ts', 'side by side'],
    ['app/routes/app._index.tsx', 'app/ingress/webhooks.server.ts', 'side by side'],
    ['app/math/quantile.ts', 'app/runtime/errors.ts', 'imports go down only'],
    ['app/runtime/log.server.ts', 'app/database/pools.server.ts', 'imports go down only'],
    ['app/profiles/rfm.ts', 'app/components/tier-grid.tsx', 'only routes'],
    ['app/ingress/customer-block.server.ts', 'app/components/tier-grid.tsx', 'only routes'],
    ['app/components/tier-grid.tsx', 'app/pipeline.server.ts', 'side by side'],
    ['app/routes/app._index.tsx', 'app/server.ts', 'nothing imports'],
    ['app/profiles/rfm.ts', 'app/attic/rfm.ts', 'no place in the order'],
    ['app/profiles/rfm.ts', 'tests/factories/customer-facts.ts', 'never imports tests/'],
    ['app/profiles/rfm.ts', 'app/profiles/stage.test.ts', 'never imported'],
    ['app/profiles/rfm.ts', 'extensions/reviews/src/stars.tsx', 'knows nothing of the extensions'],
    ['tests/shopify-standin/server.ts', 'app/shopify/hmac.server.ts', 'a witness'],
    ['extensions/reviews/src/block.tsx', 'app/reviews/review.ts', 'imports nothing of app/'],
    ['extensions/reviews/src/block.tsx', 'extensions/pixel/src/event.ts', 'nothing of another'],
  ])('refuses that %s imports %s', (from, to, reason) => {
    expect(whyImportIsRefused(from, to)).toContain(reason);
  });
});
