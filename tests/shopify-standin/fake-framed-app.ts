import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySessionToken } from './session-token.ts';
import { appBridgeCdnUrl } from './proxy.ts';

export interface FakeFramedApp {
  url: string;
  /** What came in, as `METHOD path`, with what it carried. */
  requests: { line: string; authorized: boolean; embedded: boolean; host: string }[];
  /** Refuses the next so many session tokens, as an app does with expired ones. */
  refuseNext: (count: number) => void;
  close: () => Promise<void>;
}

/**
 * The smallest app that behaves to the admin as shopify-app-remix does: a document without a good session token goes to
 * the bounce page, a fetch with a bad one gets 401 and the retry header. It tries every piece of App Bridge.
 */
export async function startFakeFramedApp(options: { shopDomain: string; clientId: string; clientSecret: string; appUrl: () => string }): Promise<FakeFramedApp> {
  const requests: FakeFramedApp['requests'] = [];
  let refusals = 0;

  function isGood(token: string | null): boolean {
    if (token === null) return false;
    if (refusals > 0) {
      refusals -= 1;
      return false;
    }
    return !('refused' in verifySessionToken(token, { ...options, now: Date.now() }));
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', options.appUrl());
    const bearer = request.headers.authorization?.replace('Bearer ', '') ?? null;
    requests.push({ line: `${request.method} ${url.pathname}`, authorized: bearer !== null, embedded: url.searchParams.get('embedded') === '1', host: request.headers.host ?? '' });
    if (url.pathname === '/bundle.js') {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(`window.bridgeAddress = "${appBridgeCdnUrl}";`);
    } else if (url.pathname.startsWith('/api/')) {
      if (!isGood(bearer)) response.writeHead(401, { 'X-Shopify-Retry-Invalid-Session-Request': '1' }).end();
      else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ ok: true, method: request.method }));
    } else if (url.pathname === '/auth/session-token') {
      response.writeHead(200, pageHeaders(options.shopDomain)).end(`<script data-api-key="${options.clientId}" src="${appBridgeCdnUrl}"></script>`);
    } else if (!isGood(url.searchParams.get('id_token'))) {
      url.searchParams.delete('id_token');
      url.searchParams.set('shopify-reload', `${options.appUrl()}${url.pathname}?${url.searchParams.toString()}`);
      response.writeHead(302, { Location: `/auth/session-token?${url.searchParams.toString()}` }).end();
    } else {
      response.writeHead(200, pageHeaders(options.shopDomain)).end(page(options.clientId, url.pathname));
    }
  }

  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    refuseNext: (count) => {
      refusals = count;
    },
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** As shopify-app-remix sets them on a document. */
function pageHeaders(shopDomain: string): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    Link: `<${appBridgeCdnUrl}>; rel="preload"; as="script";`,
    'Content-Security-Policy': `frame-ancestors https://${shopDomain} https://admin.shopify.com;`,
  };
}

function page(clientId: string, path: string): string {
  return `<!doctype html><html><head><title>Page ${path}</title>
<script data-api-key="${clientId}" src="${appBridgeCdnUrl}"></script><script src="/bundle.js"></script></head>
<body style="font-family: system-ui; padding: 24px">
<ui-nav-menu><a href="/" rel="home">Home</a><a href="/customers">Customers</a><a href="/changes">Tag changes</a></ui-nav-menu>
<ui-title-bar title="Screen ${path}"><button variant="primary" onclick="shopify.toast.show('Pressed')">Start import</button><button>Second</button></ui-title-bar>
<h1 id="path">${path}</h1><p id="out"></p>
<button id="call">Call</button> <button id="post">Post</button> <button id="toast">Toast</button> <button id="open-modal">Modal</button> <button id="go">Go</button>
<p><a id="customer" href="shopify://admin/customers/11" target="_top">Customer at Shopify</a></p>
<form data-save-bar data-discard-confirmation id="settings"><input name="days" id="days" value="7"></form>
<ui-save-bar id="bar"><button variant="primary" id="keep">Keep</button><button id="drop">Drop</button></ui-save-bar>
<ui-modal id="confirm"><p>Write 20 tags?</p><ui-title-bar title="Write tags"><button variant="primary" id="yes">Write</button><button id="no">Cancel</button></ui-title-bar></ui-modal>
<script>
const out = (text) => { document.getElementById('out').textContent = text; };
const on = (id, type, run) => document.getElementById(id).addEventListener(type, run);
const show = (path) => { document.getElementById('path').textContent = path; document.querySelector('ui-title-bar').setAttribute('title', 'Screen ' + path); };
on('call', 'click', async () => { const answer = await fetch('/api/thing'); out(answer.status + ' ' + JSON.stringify(await answer.json())); });
on('post', 'click', async () => { const answer = await fetch('/api/thing', { method: 'POST', body: 'x=1' }); out(answer.status + ' ' + JSON.stringify(await answer.json())); });
on('toast', 'click', () => shopify.toast.show('Saved <b>it</b>', { action: 'Undo', onAction: () => out('undone') }));
on('open-modal', 'click', () => shopify.modal.show('confirm'));
on('yes', 'click', () => { out('written'); shopify.modal.hide('confirm'); });
on('no', 'click', () => shopify.modal.hide('confirm'));
on('keep', 'click', () => { out('kept'); shopify.saveBar.hide('bar'); });
on('settings', 'submit', (event) => { event.preventDefault(); out('submitted ' + new FormData(event.target).get('days')); });
on('go', 'click', () => { history.pushState(null, '', '/customers?tier=VIP'); show('/customers'); });
addEventListener('popstate', () => show(location.pathname));
addEventListener('shopify:navigate', (event) => { const href = event.target.getAttribute('href'); history.pushState(null, '', href); show(href); });
</script></body></html>`;
}
