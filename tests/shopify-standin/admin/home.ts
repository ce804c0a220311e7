import { directUseClientId } from '../apps.ts';
import { count, day, instant } from './format.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading } from './layout.ts';

/** What is loaded, and where to go from here. */
export function homePage(context: AdminContext): string {
  const { live, base } = context;
  const { store } = live;
  const timeZone = store.shop.ianaTimezone;
  const orders = live.list('orders', 'PROCESSED_AT');
  const [first, last] = [orders[0], orders[orders.length - 1]];
  const tagged = [...store.customers.values()].filter((customer) => customer.tags.length > 0).length;
  const dropped = Object.entries(store.dropped).filter(([, number]) => number > 0);
  const tiles: [string, number, string][] = [
    ['Customers', store.customers.size, '/customers'], ['Orders', store.orders.size, '/orders'],
    ['Products', store.products.size, '/products'], ['Customers with tags', tagged, '/customers'],
    ['Flow log entries', store.flowLog.length, '/flow'],
  ];
  const apps = context.apps().filter((app) => app.clientId !== directUseClientId);
  const gone = context.uninstalledApps();
  const stores = context.stores();
  return adminPage(context, {
    title: 'Home',
    active: 'home',
    body: html`${pageHeading(store.shop.name, { sub: html`${store.shop.domain} · <a href="${context.storefrontUrl()}" target="_blank" rel="noreferrer">View your online store</a>` })}
<section class="tiles">${tiles.map(([label, number, href]) => html`<a class="card tile" href="${base}${href}"><span>${label}</span><strong>${count(number)}</strong></a>`)}</section>
<div class="two">
  <div>
    <section class="card"><h2>The store</h2><dl>
      <dt>Orders from</dt><dd>${first && last ? `${day(first.processedAt, timeZone)} to ${day(last.processedAt, timeZone)}` : 'none yet'}</dd>
      <dt>Its clock</dt><dd>${instant(live.now(), timeZone)}</dd>
      <dt>Time zone</dt><dd>${timeZone}</dd><dt>Currency</dt><dd>${store.shop.currencyCode}</dd><dt>Plan</dt><dd>${store.shop.plan}</dd>
    </dl></section>
    ${dropped.length === 0 ? null : html`<section class="card"><h2>Left out when the file was read</h2><dl>${dropped.map(([reason, number]) => html`<dt>${words(reason)}</dt><dd>${count(number)}</dd>`)}</dl></section>`}
  </div>
  <aside>
    <section class="card"><h2>Apps</h2>${apps.length === 0 ? html`<p class="quiet">No app is installed. The Admin API can be called with the access token that was printed at the start.</p>` : html`<ul class="apps">${apps.map((app) => html`<li><a href="${base}/apps/${encodeURIComponent(app.handle)}">Open ${app.title}</a>
      <form method="post" action="${base}/settings/uninstall"><button class="button" name="clientId" value="${app.clientId}">Uninstall ${app.title}</button></form></li>`)}</ul>`}
      ${gone.map((app) => html`<form method="post" action="${base}/settings/install"><p class="quiet">${app.title} was uninstalled.</p><button class="button" name="clientId" value="${app.clientId}">Install ${app.title} again</button></form>`)}</section>
    ${stores.length < 2 ? null : html`<section class="card"><h2>Stores</h2><ul class="apps">${stores.map(({ name, handle }) => html`<li><a href="/store/${handle}">${name}</a></li>`)}</ul></section>`}
  </aside>
</div>`,
  });
}

/** orderRowsOfOtherCodes as "Order rows of other codes". */
function words(reason: string): string {
  const spaced = reason.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
