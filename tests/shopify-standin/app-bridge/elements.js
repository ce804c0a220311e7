  // --- elements that show nothing in the app itself -----------------------------------------------------------------

  // A stylesheet of script's own: an inline style or a <style> in the document would disturb the app's hydration.
  const hidden = new CSSStyleSheet();
  hidden.replaceSync(`
    ui-nav-menu, s-app-nav, ui-save-bar, ui-title-bar { display: none !important; }
    s-page > [slot='primary-action'], s-page > [slot='secondary-actions'], s-page > [slot='breadcrumb-actions'] { display: none !important; }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, hidden];

  function menuLinks() {
    return [...document.querySelectorAll('ui-nav-menu a[href], s-app-nav a[href], s-app-nav s-link[href]')];
  }

  // --- menu and title bar, told to the admin ------------------------------------------------------------------------

  let pressable = [];

  function describe(element, extra = {}) {
    pressable.push(element);
    return {
      key: pressable.length - 1,
      label: element.textContent.trim(),
      disabled: element.hasAttribute('disabled') && element.getAttribute('disabled') !== 'false',
      variant: element.getAttribute('variant'),
      tone: element.getAttribute('tone'),
      ...extra,
    };
  }

  function readChrome() {
    pressable = [];
    const items = menuLinks().map((link) => ({ href: link.getAttribute('href'), label: link.textContent.trim(), home: link.getAttribute('rel') === 'home' }));
    const bars = [...document.querySelectorAll('ui-title-bar')].filter((bar) => !bar.closest('ui-modal, s-modal'));
    const bar = bars[bars.length - 1];
    const page = document.querySelector('s-page');
    const buttons = bar ? [...bar.querySelectorAll('button, a')] : page ? [...page.querySelectorAll(':scope > [slot="primary-action"], :scope > [slot="secondary-actions"], :scope > [slot="breadcrumb-actions"]')] : [];
    const isCrumb = (button) => button.getAttribute('variant') === 'breadcrumb' || button.slot === 'breadcrumb-actions';
    const isPrimary = (button) => button.getAttribute('variant') === 'primary' || button.slot === 'primary-action';
    const crumb = buttons.find(isCrumb);
    const actions = buttons.filter((button) => !isCrumb(button)).sort((left, right) => Number(isPrimary(left)) - Number(isPrimary(right)));
    return {
      type: 'chrome',
      items,
      heading: bar?.getAttribute('title') ?? page?.getAttribute('heading') ?? null,
      crumb: crumb ? describe(crumb) : null,
      actions: actions.map((button) => describe(button, { variant: isPrimary(button) ? 'primary' : null })),
    };
  }

  let lastChrome = '';
  let scheduled = false;

  function scheduleChrome() {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      const chrome = readChrome();
      const text = JSON.stringify(chrome);
      if (text === lastChrome) return;
      lastChrome = text;
      toAdmin(chrome);
    });
  }

  new MutationObserver(scheduleChrome).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['title', 'heading', 'href', 'rel', 'variant', 'tone', 'disabled', 'slot'] });
  addEventListener('DOMContentLoaded', scheduleChrome);
  fromAdmin('press', ({ key }) => pressable[key]?.click());

  // --- modals, drawn in the app's own frame ---------------------------------------------------------------------------

  const modalLook = `
    dialog { border: 0; border-radius: 12px; padding: 0; width: min(var(--modal-width, 620px), calc(100vw - 24px)); max-height: calc(100vh - 48px); box-shadow: 0 12px 40px #0006; color: #303030; }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: #0009; }
    header { display: flex; align-items: center; justify-content: space-between; padding: 12px 16px; background: #f3f3f3; font: 650 14px/20px Inter, system-ui, sans-serif; }
    .content { overflow: auto; flex: 1; } iframe { border: 0; width: 100%; height: 70vh; display: block; }
    footer { display: flex; gap: 8px; justify-content: flex-end; padding: 12px 16px; border-top: 1px solid #e3e3e3; } footer:empty { display: none; }
    button { font: 550 13px/20px Inter, system-ui, sans-serif; border: 1px solid #c9c9c9; border-radius: 8px; padding: 4px 12px; background: #fff; color: inherit; cursor: pointer; }
    button.primary { background: #303030; color: #fff; border-color: #303030; } button.critical { background: #c70a24; border-color: #c70a24; color: #fff; }
    button.close { border: 0; background: none; font-size: 18px; padding: 0 6px; } button:disabled { opacity: .5; cursor: default; }
    ::slotted(ui-title-bar), ::slotted(ui-save-bar), ::slotted([slot='primary-action']), ::slotted([slot='secondary-actions']) { display: none !important; }
  `;
  const widths = { small: '380px', base: '620px', large: '980px', max: '100vw' };

  class Modal extends HTMLElement {
    #dialog;
    #content = null;

    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open' });
      root.innerHTML = `<style>${modalLook}</style><dialog aria-labelledby="title"><header><span id="title"></span><button class="close" aria-label="Close">×</button></header><div class="content"><slot></slot></div><footer></footer></dialog>`;
      this.#dialog = root.querySelector('dialog');
      root.querySelector('.close').addEventListener('click', () => this.hide());
      this.#dialog.addEventListener('close', () => this.dispatchEvent(new Event('hide')));
      new MutationObserver(() => this.#drawFrame()).observe(this, { subtree: true, childList: true, characterData: true, attributes: true });
    }

    /** Where React's Modal puts its children: in the app's document, so that the app's styles reach them. */
    get content() {
      if (this.getAttribute('src')) return undefined;
      if (!this.#content) {
        this.#content = document.createElement('div');
        this.append(this.#content);
      }
      return this.#content;
    }

    get contentWindow() {
      return this.shadowRoot.querySelector('iframe')?.contentWindow ?? null;
    }

    get src() {
      return this.getAttribute('src') ?? undefined;
    }

    set src(value) {
      this.setAttribute('src', value);
    }

    async show() {
      if (this.#dialog.open || !this.isConnected) return;
      if (this.src) await this.#loadSource();
      this.#drawFrame();
      this.#dialog.showModal();
      this.dispatchEvent(new Event('show'));
    }

    async hide() {
      if (this.#dialog.open) this.#dialog.close();
    }

    async toggle() {
      return this.#dialog.open ? this.hide() : this.show();
    }

    showOverlay() {
      return this.show();
    }

    hideOverlay() {
      return this.hide();
    }

    async #loadSource() {
      const url = new URL(this.src, location.href);
      for (const [name, value] of Object.entries({ shop: config.shop, host: config.host, locale: config.locale, embedded: '1', id_token: await idToken() })) url.searchParams.set(name, value);
      const frame = document.createElement('iframe');
      frame.src = url.href;
      this.shadowRoot.querySelector('.content').replaceChildren(frame);
    }

    #drawFrame() {
      const bar = this.querySelector(':scope > ui-title-bar');
      this.#dialog.style.setProperty('--modal-width', widths[this.getAttribute('variant') ?? this.getAttribute('size')] ?? widths.base);
      this.shadowRoot.querySelector('#title').textContent = bar?.getAttribute('title') ?? this.getAttribute('heading') ?? '';
      const buttons = bar ? [...bar.querySelectorAll('button')] : [...this.querySelectorAll(':scope > [slot="secondary-actions"], :scope > [slot="primary-action"]')];
      const isPrimary = (button) => button.getAttribute('variant') === 'primary' || button.slot === 'primary-action';
      buttons.sort((left, right) => Number(isPrimary(left)) - Number(isPrimary(right)));
      this.shadowRoot.querySelector('footer').replaceChildren(...buttons.map((source) => {
        const button = document.createElement('button');
        button.textContent = source.textContent;
        button.className = `${isPrimary(source) ? 'primary' : ''} ${source.getAttribute('tone') === 'critical' ? 'critical' : ''}`;
        button.disabled = source.hasAttribute('disabled');
        button.addEventListener('click', () => source.click());
        return button;
      }));
    }
  }

  for (const name of ['ui-modal', 's-modal', 's-app-window']) {
    if (!customElements.get(name)) customElements.define(name, class extends Modal {});
  }

  // A page in a modal's frame has this page as its parent: hand it what it asks of the admin.
  addEventListener('message', async (event) => {
    const message = event.data;
    if (event.origin !== location.origin || message?.standIn !== 'app-bridge') return;
    const modals = [...document.querySelectorAll('ui-modal, s-modal, s-app-window')];
    if (!modals.some((modal) => modal.contentWindow === event.source)) return;
    if (message.type === 'toast') toAdmin(message);
    if (message.type === 'idToken') event.source.postMessage({ standIn: 'admin', type: 'idToken', request: message.request, token: await idToken() }, event.origin);
  });

  // <button commandFor="modal" command="--show"> of the s-elements.
  document.addEventListener('click', (event) => {
    const button = event.composedPath().find((one) => one instanceof Element && one.hasAttribute('commandfor'));
    const modal = button && document.getElementById(button.getAttribute('commandfor'));
    if (!(modal instanceof Modal)) return;
    const command = button.getAttribute('command') ?? '--toggle';
    if (command === '--hide') modal.hide();
    else if (command === '--show') modal.show();
    else modal.toggle();
  });
