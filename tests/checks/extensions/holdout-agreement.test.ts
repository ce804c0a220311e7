import path from 'node:path';
import { expect, it } from 'vitest';
import { isHeldOut } from '#app/recommendations/held-out.server.ts';
import { holdoutPrefixes } from '#app/recommendations/holdout.ts';
import { createLiquid } from '#tests/shopify-standin/storefront/liquid-engine.ts';
import { tinyStore } from '#tests/shopify-standin/tiny-store.ts';
import { projectRoot } from '../files/project-files.ts';

it.each([10, 37, 50])('the theme and the server hold out the same customers at %d%%', (percent) => {
  const engine = createLiquid({ directory: path.join(projectRoot, 'extensions', 'regulars-theme'), shop: tinyStore().store.shop, locale: 'en', assetUrl: (name) => name });
  const salt = '9f0c5d1e77aa3b42';
  const holdout = JSON.parse(JSON.stringify({ salt, prefixes: holdoutPrefixes(percent) })) as unknown;
  const customers = Array.from({ length: 400 }, (_, at) => 7_000_000_000_000 + at * 7919);
  const snippet = engine.parse("{% render 'regulars-held-out', customer: customer, holdout: holdout %}");
  const inLiquid = customers.filter((id) => String(engine.renderSync(snippet, { customer: { id }, holdout })).trim() === 'true');
  expect(inLiquid).toEqual(customers.filter((id) => isHeldOut(String(id), { salt, percent })));
  expect(inLiquid.length / customers.length).toBeCloseTo(percent / 100, 1);
  expect(String(engine.renderSync(snippet, { customer: null, holdout })).trim()).toBe('');
  expect(String(engine.renderSync(snippet, { customer: { id: inLiquid[0] }, holdout: null })).trim()).toBe('');
});
