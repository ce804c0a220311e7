  // --- window.shopify -----------------------------------------------------------------------------------------------

  const toasts = new Map();

  const toast = {
    show(text, options = {}) {
      const id = `toast-${(requests += 1)}`;
      toasts.set(id, options);
      toAdmin({ type: 'toast', id, text: String(text), duration: options.duration ?? 5000, isError: options.isError === true, action: options.action ?? null });
      return id;
    },
    hide(id) {
      toasts.delete(id);
      toAdmin({ type: 'hideToast', id });
    },
  };
  fromAdmin('toastAction', ({ id }) => {
    const options = toasts.get(id);
    toasts.delete(id);
    options?.onAction?.();
  });
  fromAdmin('toastDismissed', ({ id }) => {
    const options = toasts.get(id);
    toasts.delete(id);
    options?.onDismiss?.();
  });

  /** show, hide and toggle by the id of an element of this name. */
  function byId(names, noun) {
    const call = (method) => async (id) => {
      const element = document.getElementById(id);
      if (!element || !names.includes(element.localName)) throw new Error(`App Bridge found no ${noun} with the id "${id}" in the page.`);
      return element[method]();
    };
    return { show: call('show'), hide: call('hide'), toggle: call('toggle') };
  }

  const leaving = new Map();
  fromAdmin('leaveConfirmed', ({ request }) => {
    leaving.get(request)?.();
    leaving.delete(request);
  });

  /** What this stand-in does not serve fails by name, and never with a plausible nothing. */
  function notServed(name) {
    return () => Promise.reject(new Error(`The stand-in's App Bridge does not serve shopify.${name}.`));
  }

  window.shopify = {
    config,
    origin: adminOrigin,
    ready: Promise.resolve(),
    protocol: 'https:',
    environment: { mobile: false, embedded, pos: false, intent: false },
    idToken: () => idToken(),
    user: async () => ({ accountAccess: 'Full access' }),
    loading: (on = true) => toAdmin({ type: 'loading', on: on !== false }),
    toast,
    modal: byId(['ui-modal', 's-modal', 's-app-window'], 'modal'),
    saveBar: {
      ...byId(['ui-save-bar'], 'save bar'),
      leaveConfirmation: () => {
        if (!activeBar) return Promise.resolve();
        const request = (requests += 1);
        return new Promise((resolve) => {
          leaving.set(request, resolve);
          toAdmin({ type: 'leaveConfirmation', request });
        });
      },
    },
    webVitals: { onReport: async () => {} },
    support: { registerHandler: async () => {} },
    setSignals: () => {},
    scopes: { query: notServed('scopes.query'), request: notServed('scopes.request'), revoke: notServed('scopes.revoke') },
    resourcePicker: notServed('resourcePicker'),
    picker: notServed('picker'),
    scanner: { capture: notServed('scanner.capture') },
    intents: { register: () => () => {}, invoke: notServed('intents.invoke') },
    reviews: { request: notServed('reviews.request') },
    app: { extensions: notServed('app.extensions') },
  };
