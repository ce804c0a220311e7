  // --- what the admin tells at the start --------------------------------------------------------------------------

  const script = document.currentScript;
  const search = new URLSearchParams(location.search);
  const frameName = readFrameName();
  const embedded = window.parent !== window;

  /** The admin page puts it there: it outlives navigations of the frame, also where storage is blocked. */
  function readFrameName() {
    try {
      const value = JSON.parse(window.name);
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      return {};
    }
  }

  function metaContent(name) {
    return document.querySelector(`meta[name="${name}"]`)?.content;
  }

  const config = {
    apiKey: script?.dataset.apiKey || metaContent('shopify-api-key') || '',
    shop: search.get('shop') || frameName.shop || '',
    host: search.get('host') || frameName.host || '',
    locale: search.get('locale') || frameName.locale || 'en-US',
    appOrigins: [],
    disabledFeatures: (metaContent('shopify-disabled-features') || '').split(',').map((name) => name.trim()).filter(Boolean),
  };

  // --- talking with the admin page --------------------------------------------------------------------------------

  const listeners = new Map();
  let requests = 0;

  function toAdmin(message) {
    if (embedded) window.parent.postMessage({ ...message, standIn: 'app-bridge' }, '*');
  }

  function fromAdmin(type, listener) {
    listeners.set(type, listener);
  }

  addEventListener('message', (event) => {
    if (event.source !== window.parent || event.data?.standIn !== 'admin') return;
    listeners.get(event.data.type)?.(event.data);
  });

  // --- session tokens ---------------------------------------------------------------------------------------------

  /** Seconds before its end at which a token is no longer used. */
  const spareSeconds = 5;
  const waiting = new Map();
  let current = tokenFrom(search.get('id_token'));

  function tokenFrom(text) {
    if (!text) return null;
    try {
      const payload = JSON.parse(atob(text.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
      return { text, expires: payload.exp };
    } catch {
      return null;
    }
  }

  fromAdmin('idToken', ({ request, token, error }) => {
    const asker = waiting.get(request);
    waiting.delete(request);
    if (!asker) return;
    if (error) asker.reject(new Error(`App Bridge got no session token: ${error}`));
    else asker.resolve(token);
  });

  function askForToken() {
    if (!embedded) return Promise.reject(new Error('App Bridge got no session token: this page is not framed by the admin.'));
    const request = (requests += 1);
    return new Promise((resolve, reject) => {
      waiting.set(request, { resolve, reject });
      toAdmin({ type: 'idToken', request });
    });
  }

  let asking = null;

  async function idToken({ fresh = false } = {}) {
    if (!fresh && current && current.expires - spareSeconds > Date.now() / 1000) return current.text;
    asking ??= askForToken().finally(() => {
      asking = null;
    });
    const text = await asking;
    current = tokenFrom(text);
    return text;
  }

  // --- fetch ------------------------------------------------------------------------------------------------------

  const plainFetch = window.fetch.bind(window);

  function isOwn(url) {
    return url.origin === location.origin || config.appOrigins.includes(url.origin);
  }

  async function fetchWithToken(input, init) {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.protocol === 'shopify:') throw new Error('The stand-in\'s App Bridge does not serve direct access to the Admin API (shopify:admin/...).');
    if (!isOwn(url) || request.headers.has('Authorization')) return plainFetch(input, init);
    // Kept for a second try: a body can be read once only.
    const second = request.clone();
    const response = await send(request, await idToken());
    if (response.status === 401 && response.headers.has('X-Shopify-Retry-Invalid-Session-Request')) {
      return followReauthorize(await send(second, await idToken({ fresh: true })));
    }
    return followReauthorize(response);
  }

  function send(request, token) {
    const headers = new Headers(request.headers);
    headers.set('Authorization', `Bearer ${token}`);
    headers.set('X-Requested-With', 'XMLHttpRequest');
    return plainFetch(new Request(request, { headers }));
  }

  function followReauthorize(response) {
    const target = response.headers.get('X-Shopify-API-Request-Failure-Reauthorize-Url');
    if (target) toAdmin({ type: 'open', url: new URL(target, location.href).href, target: '_top' });
    return response;
  }

  if (!config.disabledFeatures.includes('fetch')) window.fetch = fetchWithToken;

  // --- bounce page ------------------------------------------------------------------------------------------------

  /**
   * A document request came without a usable token, and the app sent the browser to its bounce page: load the wanted page
   * again with a fresh token. An app that then bounces once more would do so for ever; after three times it is told.
   */
  async function bounce(target) {
    const url = new URL(target, location.href);
    if (url.origin !== location.origin) throw new Error(`App Bridge refuses to reload ${url.origin}: it is another origin.`);
    const now = Date.now();
    const bounces = [...(frameName.bounces ?? []), now].filter((at) => at > now - 10_000);
    if (bounces.length > 3) throw new Error(`The app sent ${url.pathname} to its bounce page ${bounces.length} times in ten seconds: it refuses fresh session tokens.`);
    window.name = JSON.stringify({ ...frameName, bounces });
    url.searchParams.set('id_token', await idToken({ fresh: true }));
    location.replace(url);
  }

  const reload = search.get('shopify-reload');
  if (reload && embedded) {
    bounce(reload).catch((error) => {
      reportError(error);
      addEventListener('load', () => document.body.append(error.message));
    });
  }
