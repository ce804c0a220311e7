// The admin page around an app: it frames the app, answers its App Bridge, shows its menu, title, toasts and save bar,
// and keeps the app's path in its own address, so that a reload lands where the app was.
'use strict';
(() => {
  const page = document.querySelector('[data-settings]');
  const settings = JSON.parse(page.dataset.settings);
  const part = (name) => page.querySelector(`[data-${name}]`);
  const menu = document.querySelector('[data-app-menu]');
  const home = document.querySelector('[data-app-home]');

  // Made by script: a frame in the markup would be restored to its old address, with an expired token, on going back.
  const frame = document.createElement('iframe');
  frame.title = settings.appTitle;
  frame.allow = 'clipboard-write; fullscreen';
  // Survives every navigation of the frame, also where its storage is blocked: App Bridge reads shop and host from it.
  frame.name = JSON.stringify({ shop: settings.shop, host: settings.host, locale: settings.locale, adminBase: settings.adminBase });
  frame.src = settings.src;
  frame.addEventListener('load', () => setLoading(false));
  part('frame').append(frame);

  let menuItems = [];
  let saveBarShown = false;
  let discardConfirmation = false;

  const toApp = (message) => frame.contentWindow.postMessage({ ...message, standIn: 'admin' }, settings.appOrigin);

  const handlers = {
    async idToken({ request }) {
      try {
        const answer = await fetch(settings.sessionTokenPath, { method: 'POST' });
        if (!answer.ok) throw new Error(`the stand-in answered ${answer.status}`);
        toApp({ type: 'idToken', request, token: (await answer.json()).token });
      } catch (error) {
        toApp({ type: 'idToken', request, error: String(error.message ?? error) });
      }
    },
    path: ({ path, title }) => followPath(path, title),
    chrome: ({ items, heading, crumb, actions }) => {
      showMenu(items);
      showTitle(heading, crumb, actions);
    },
    open: ({ url, target }) => openAdmin(url, target),
    loading: ({ on }) => setLoading(on),
    toast: (message) => showToast(message),
    hideToast: ({ id }) => part('toasts').querySelector(`[data-id="${CSS.escape(id)}"]`)?.remove(),
    saveBar: (message) => showSaveBar(message),
    leaveConfirmation: async ({ request }) => {
      if (await mayLeave()) toApp({ type: 'leaveConfirmed', request });
    },
  };

  addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== settings.appOrigin) return;
    if (event.data?.standIn !== 'app-bridge') return;
    handlers[event.data.type]?.(event.data);
  });

  // --- where the app is -------------------------------------------------------------------------------------------

  function adminAddress(path) {
    const url = new URL(path, settings.appOrigin);
    return settings.base + (url.pathname === '/' ? '' : url.pathname) + url.search + url.hash;
  }

  // Replaced, not pushed: the frame's own history entry is the one that Back leaves, and the app then tells its path.
  function followPath(path, title) {
    const address = adminAddress(path);
    if (address !== location.pathname + location.search + location.hash) history.replaceState(null, '', address);
    if (title) document.title = `${title} · ${settings.appTitle} · local Shopify`;
    markMenu();
  }

  async function navigateApp(href) {
    if (await mayLeave()) toApp({ type: 'navigate', href });
  }

  async function openAdmin(address, target) {
    const inAdmin = adminUrl(address);
    if (target === '_blank') window.open(inAdmin, '_blank', 'noopener');
    else if (await mayLeave()) location.assign(inAdmin);
  }

  /** What the app calls shopify://admin/x, https://admin.shopify.com/store/s/x or /admin/x, as an address here. */
  function adminUrl(address) {
    const path = /^(?:shopify:\/*admin|https:\/\/admin\.shopify\.com\/store\/[^/?#]+|https:\/\/[a-z0-9-]+\.myshopify\.com\/admin|\/admin)(?=[/?#]|$)(.*)$/i.exec(address);
    if (path) return settings.adminBase + path[1];
    return /^https?:\/\//i.test(address) ? address : settings.adminBase;
  }

  // --- menu and title ---------------------------------------------------------------------------------------------

  function showMenu(items) {
    menuItems = items.filter((item) => !item.home);
    menu.replaceChildren(...menuItems.map((item) => {
      const link = document.createElement('a');
      link.href = adminAddress(item.href);
      link.textContent = item.label;
      link.addEventListener('click', (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigateApp(item.href);
      });
      const entry = document.createElement('li');
      entry.append(link);
      return entry;
    }));
    const homeItem = items.find((item) => item.home);
    home.onclick = (event) => {
      if (!homeItem || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      navigateApp(homeItem.href);
    };
    markMenu();
  }

  function markMenu() {
    const here = location.pathname.slice(settings.base.length) || '/';
    const paths = menuItems.map((item) => new URL(item.href, settings.appOrigin).pathname);
    const fits = paths.filter((path) => here === path || here.startsWith(path === '/' ? '/ ' : `${path}/`));
    const current = fits.sort((left, right) => right.length - left.length)[0];
    [...menu.children].forEach((entry, index) => {
      if (paths[index] === current) entry.firstChild.setAttribute('aria-current', 'page');
      else entry.firstChild.removeAttribute('aria-current');
    });
  }

  function showTitle(heading, crumb, actions) {
    part('title').textContent = heading ?? '';
    part('crumb').textContent = crumb?.label ? `‹ ${crumb.label}` : settings.appTitle;
    part('crumb').onclick = (event) => {
      event.preventDefault();
      if (crumb) toApp({ type: 'press', key: crumb.key });
      else home.click();
    };
    part('actions').replaceChildren(...actions.map((action) => {
      const button = document.createElement('button');
      button.className = `button ${action.variant === 'primary' ? 'primary' : ''} ${action.tone === 'critical' ? 'danger' : ''}`;
      button.textContent = action.label;
      button.disabled = action.disabled;
      button.addEventListener('click', () => toApp({ type: 'press', key: action.key }));
      return button;
    }));
  }

  function setLoading(on) {
    part('progress').hidden = !on;
  }

  // --- toasts -----------------------------------------------------------------------------------------------------

  function showToast({ id, text, duration, isError, action }) {
    const toast = document.createElement('div');
    toast.className = `toast ${isError ? 'bad' : ''}`;
    toast.dataset.id = id;
    const words = document.createElement('span');
    words.textContent = text;
    toast.append(words);
    const close = (type) => {
      toast.remove();
      toApp({ type, id });
    };
    if (action) toast.append(toastButton(action, () => close('toastAction')));
    toast.append(toastButton('×', () => close('toastDismissed'), 'Dismiss'));
    part('toasts').append(toast);
    setTimeout(() => {
      if (toast.isConnected) close('toastDismissed');
    }, duration);
  }

  function toastButton(text, onClick, label) {
    const button = document.createElement('button');
    button.textContent = text;
    if (label) button.setAttribute('aria-label', label);
    button.addEventListener('click', onClick);
    return button;
  }

  // --- save bar ---------------------------------------------------------------------------------------------------

  function showSaveBar({ shown, save, discard, confirmDiscard }) {
    saveBarShown = shown;
    discardConfirmation = confirmDiscard === true;
    part('save-bar').hidden = !shown;
    if (!shown) return;
    label(part('save'), save, 'Save');
    label(part('discard'), discard, 'Discard');
  }

  function label(button, state, fallback) {
    button.textContent = state?.label || fallback;
    button.disabled = state?.disabled === true;
  }

  part('save').addEventListener('click', () => toApp({ type: 'save' }));
  part('discard').addEventListener('click', async () => {
    if (!discardConfirmation || (await askToLeave())) toApp({ type: 'discard' });
  });

  async function mayLeave() {
    if (!saveBarShown) return true;
    if (!(await askToLeave())) return false;
    saveBarShown = false;
    part('save-bar').hidden = true;
    return true;
  }

  function askToLeave() {
    const dialog = part('leave');
    dialog.returnValue = 'stay';
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener('close', () => resolve(dialog.returnValue === 'leave'), { once: true });
    });
  }

  // Links of the admin itself, away from unsaved changes.
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('a[href]');
    if (!link || !saveBarShown || event.defaultPrevented || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    if (await mayLeave()) location.assign(link.href);
  });
  addEventListener('beforeunload', (event) => {
    if (saveBarShown) event.preventDefault();
  });

  setLoading(true);
})();
