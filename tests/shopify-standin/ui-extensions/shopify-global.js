// The global `shopify` of an extension, from what its page knows. What is not here fails by name.
(() => {
  if (document.currentScript.src.endsWith('?run')) {
    const failed = (error) => {
      document.body.dataset.failed = String(error?.message ?? error);
      const told = document.createElement('pre');
      told.textContent = document.body.dataset.failed;
      document.body.append(told);
      console.error(error);
    };
    addEventListener('error', ({ error, message }) => failed(error ?? message));
    addEventListener('unhandledrejection', ({ reason }) => failed(reason));
    for (const script of [...document.querySelectorAll('script')]) script.remove();
    try {
      Promise.resolve(globalThis.extension.default()).catch(failed);
    } catch (error) {
      failed(error);
    }
    new ResizeObserver(() => parent.postMessage({ height: document.body.scrollHeight }, '*')).observe(document.body);
    return;
  }
  const facts = JSON.parse(document.getElementById('facts').textContent);
  document.body.dataset.appBase = facts.appBase;
  const waiting = new Map();
  let asked = 0;
  addEventListener('message', ({ source, data }) => {
    if (source !== parent || !waiting.has(data?.answerTo)) return;
    const { done, fail } = waiting.get(data.answerTo);
    waiting.delete(data.answerTo);
    if (data.failed !== undefined) fail(new Error(data.failed));
    else done(data.answer);
  });
  const ask = (what, more = {}) => new Promise((done, fail) => {
    waiting.set(++asked, { done, fail });
    parent.postMessage({ id: asked, ask: what, ...more }, '*');
  });
  const signal = (value) => ({ value, subscribe: () => () => undefined });
  const at = (words, key) => key.split('.').reduce((table, part) => table?.[part], words);
  const translate = (key, options = {}) => {
    let words = at(facts.words, key) ?? at(facts.standard, key);
    if (words !== null && typeof words === 'object' && 'other' in words) words = words[new Intl.PluralRules(facts.locale).select(options.count)] ?? words.other;
    if (typeof words !== 'string') throw new Error(`The extension has no words for ${key}.`);
    return words.replace(/\{\{(\w+)\}\}/g, (_, name) => {
      if (!(name in options)) throw new Error(`The words for ${key} want ${name}.`);
      return typeof options[name] === 'number' ? new Intl.NumberFormat(facts.locale).format(options[name]) : String(options[name]);
    });
  };
  const token = async () => (await ask('token')).token;
  const isAdmin = facts.target.startsWith('admin.');
  const api = {
    ...facts.plain, ...Object.fromEntries(Object.entries(facts.signals).map(([name, value]) => [name, signal(value)])),
    extension: { target: facts.target, apiVersion: '2026-07' },
    i18n: {
      translate,
      formatCurrency: (amount, options = {}) => new Intl.NumberFormat(facts.locale, { style: 'currency', currency: facts.currency, ...options }).format(amount),
      formatNumber: (number, options = {}) => new Intl.NumberFormat(facts.locale, options).format(number),
      formatDate: (date, options = {}) => new Intl.DateTimeFormat(facts.locale, options).format(date),
    },
    ...(isAdmin ? { auth: { idToken: token } } : { sessionToken: { get: token }, query: (query, { variables = {} } = {}) => ask('query', { query, variables }), setSignals: () => undefined }),
  };
  globalThis.shopify = new Proxy(api, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target || name === 'setSignals') return target[name];
      throw new Error(`The local Shopify does not have shopify.${name} on ${facts.target}.`);
    },
  });
  const browsersFetch = globalThis.fetch.bind(globalThis);
  // In the admin a path is one of the app's own address, and the session token comes with it.
  if (isAdmin) {
    globalThis.fetch = async (input, init = {}) => {
      const url = new URL(input, facts.appUrl);
      if (url.origin !== new URL(facts.appUrl).origin) return browsersFetch(input, init);
      return browsersFetch(url, { ...init, headers: { ...init.headers, Authorization: `Bearer ${await token()}` } });
    };
  } else if (facts.plain.networkAccess !== true) globalThis.fetch = () => Promise.reject(new Error('fetch() is not available: the extension has no network_access.'));
})();
