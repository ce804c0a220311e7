  // --- save bar -----------------------------------------------------------------------------------------------------

  /** The bar that the admin shows now: an element or a form. */
  let activeBar = null;

  function tellSaveBar() {
    if (!activeBar) return toAdmin({ type: 'saveBar', shown: false });
    const state = (button) => (button ? { label: button.textContent.trim(), disabled: button.hasAttribute('disabled') } : null);
    toAdmin({ type: 'saveBar', shown: true, save: state(activeBar.saveButton()), discard: state(activeBar.discardButton()), confirmDiscard: activeBar.confirmDiscard() });
  }

  fromAdmin('save', () => activeBar?.save());
  fromAdmin('discard', () => activeBar?.discard());

  class SaveBar extends HTMLElement {
    #bar = {
      saveButton: () => this.querySelector('button[variant="primary"]'),
      discardButton: () => this.querySelector('button:not([variant="primary"])'),
      confirmDiscard: () => this.hasAttribute('discardconfirmation') || this.discardConfirmation === true,
      save: () => this.querySelector('button[variant="primary"]')?.click(),
      discard: () => this.querySelector('button:not([variant="primary"])')?.click(),
    };

    constructor() {
      super();
      new MutationObserver(() => {
        if (this.showing) tellSaveBar();
      }).observe(this, { subtree: true, childList: true, characterData: true, attributes: true });
    }

    get showing() {
      return activeBar === this.#bar;
    }

    async show() {
      if (this.showing) return;
      activeBar = this.#bar;
      tellSaveBar();
      this.dispatchEvent(new Event('show'));
    }

    async hide() {
      if (!this.showing) return;
      activeBar = null;
      tellSaveBar();
      this.dispatchEvent(new Event('hide'));
    }

    async toggle() {
      return this.showing ? this.hide() : this.show();
    }

    disconnectedCallback() {
      this.hide();
    }
  }
  customElements.define('ui-save-bar', SaveBar);

  // <form data-save-bar>: the bar comes with the first change, and goes when the form is saved or stands as before.
  const formBars = new WeakMap();

  function formValues(form) {
    return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]));
  }

  function watchForm(form) {
    if (formBars.has(form)) return formBars.get(form);
    const bar = {
      saved: formValues(form),
      saveButton: () => null,
      discardButton: () => null,
      confirmDiscard: () => form.hasAttribute('data-discard-confirmation'),
      save: () => form.requestSubmit(),
      discard: () => form.reset(),
    };
    formBars.set(form, bar);
    const settle = () => {
      bar.saved = formValues(form);
      if (activeBar === bar) activeBar = null;
      tellSaveBar();
    };
    form.addEventListener('submit', () => setTimeout(settle));
    form.addEventListener('reset', () => setTimeout(settle));
    return bar;
  }

  function checkForm(form) {
    const bar = watchForm(form);
    const dirty = formValues(form) !== bar.saved;
    if (dirty === (activeBar === bar)) return;
    activeBar = dirty ? bar : null;
    tellSaveBar();
  }

  function watchForms() {
    for (const form of document.querySelectorAll('form[data-save-bar]')) watchForm(form);
    const formGone = activeBar && 'saved' in activeBar && ![...document.querySelectorAll('form[data-save-bar]')].some((form) => formBars.get(form) === activeBar);
    if (formGone) {
      activeBar = null;
      tellSaveBar();
    }
  }

  new MutationObserver(watchForms).observe(document, { subtree: true, childList: true });
  addEventListener('DOMContentLoaded', watchForms);
  for (const type of ['input', 'change', 'click']) {
    document.addEventListener(type, (event) => {
      const form = event.target instanceof Element ? event.target.closest('form[data-save-bar]') : null;
      // After the app's own handlers, which may write the hidden fields that are compared.
      if (form) setTimeout(() => checkForm(form));
    });
  }
