  // --- the app's path, told to the admin ---------------------------------------------------------------------------

  const launchParameters = ['embedded', 'hmac', 'host', 'id_token', 'locale', 'session', 'shop', 'timestamp', 'shopify-reload'];

  function tellPath() {
    if (reload) return;
    const url = new URL(location.href);
    for (const name of launchParameters) url.searchParams.delete(name);
    toAdmin({ type: 'path', path: url.pathname + url.search + url.hash, title: document.title });
  }

  for (const name of ['pushState', 'replaceState']) {
    const original = history[name].bind(history);
    history[name] = (...values) => {
      original(...values);
      tellPath();
    };
  }
  addEventListener('popstate', tellPath);
  addEventListener('hashchange', tellPath);
  addEventListener('load', tellPath);

  // --- the admin's clicks, told to the app --------------------------------------------------------------------------

  let appListens = false;
  for (const target of [window, document]) {
    const original = target.addEventListener.bind(target);
    target.addEventListener = (type, ...rest) => {
      if (type === 'shopify:navigate') appListens = true;
      return original(type, ...rest);
    };
  }

  /** A menu item was chosen: the app navigates by itself if it listens, else the frame loads the page. */
  fromAdmin('navigate', ({ href }) => {
    const link = menuLinks().find((one) => one.getAttribute('href') === href);
    if (appListens && link) link.dispatchEvent(new CustomEvent('shopify:navigate', { bubbles: true, cancelable: true }));
    else loadInFrame(href);
  });

  async function loadInFrame(href) {
    const url = new URL(href, location.href);
    const launch = { embedded: '1', shop: config.shop, host: config.host, locale: config.locale, id_token: await idToken() };
    for (const [name, value] of Object.entries(launch)) url.searchParams.set(name, value);
    location.assign(url);
  }

  // --- links into the admin -----------------------------------------------------------------------------------------

  function isAdminAddress(href) {
    return /^(shopify:|https:\/\/admin\.shopify\.com\/|https:\/\/[a-z0-9-]+\.myshopify\.com\/admin(\/|$))/i.test(href);
  }

  function leadsToAdmin(link) {
    const href = link.getAttribute('href') ?? '';
    // An app may have a page /admin of its own; only out of the frame does the address mean Shopify's.
    return isAdminAddress(href) || (/^\/admin(\/|$)/.test(href) && ['_top', '_parent'].includes(link.getAttribute('target')));
  }

  // On the window and in the capture phase: before the app's router takes the click for one of its own.
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((one) => one instanceof Element && one.hasAttribute('href'));
    if (!link || event.button !== 0 || !leadsToAdmin(link)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const newTab = event.metaKey || event.ctrlKey || link.getAttribute('target') === '_blank';
    toAdmin({ type: 'open', url: link.getAttribute('href'), target: newTab ? '_blank' : '_top' });
  }, true);

  const plainOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    const address = String(url ?? '');
    if (!embedded || !isAdminAddress(address)) return plainOpen(url, target, features);
    toAdmin({ type: 'open', url: address, target: target === '_blank' || target === undefined ? '_blank' : '_top' });
    return null;
  };

  // --- opened outside the admin ---------------------------------------------------------------------------------------

  if (!embedded && !reload && config.host && !config.disabledFeatures.includes('auto-redirect')) {
    const store = atob(config.host).replace(/^admin\.shopify\.com/, '');
    location.replace(`${adminOrigin}${store}/apps/${config.apiKey}${location.pathname}`);
  }
