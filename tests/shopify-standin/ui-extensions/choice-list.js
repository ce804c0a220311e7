// s-choice-list and s-choice: one group of radio buttons, or of boxes, drawn from the choices inside.
globalThis.standInChoices = (base) => {
  class Choice extends base(['value', 'accessibilityLabel', 'selected', 'defaultSelected', 'disabled']) {
    draw() {
      this.style.display = 'none';
      this.closest('s-choice-list')?.later();
    }
  }
  class ChoiceList extends base(['label', 'labelAccessibilityVisibility', 'name', 'values', 'error', 'multiple', 'disabled', 'variant', 'details']) {
    connectedCallback() {
      super.connectedCallback();
      this.watcher = new MutationObserver(() => this.later());
      this.watcher.observe(this, { childList: true, subtree: true, characterData: true });
    }
    disconnectedCallback() {
      this.watcher.disconnect();
    }
    draw() {
      const focused = this.shadowRoot.activeElement?.value;
      const field = this.make('fieldset', { ...(this.error ? { 'aria-describedby': 'error', 'aria-invalid': 'true' } : {}) });
      field.append(this.make('legend', {}, this.label));
      const rows = this.make('div', { class: this.variant === 'inline' ? 'inline' : 'list' });
      for (const choice of this.querySelectorAll('s-choice')) {
        const input = this.make('input', { type: this.multiple ? 'checkbox' : 'radio', name: 'choice', value: choice.value, ...(choice.accessibilityLabel ? { 'aria-label': choice.accessibilityLabel } : {}) });
        input.checked = (this.values ?? []).includes(choice.value);
        input.disabled = Boolean(this.disabled || choice.disabled);
        input.addEventListener('change', () => {
          this.values = [...this.shadowRoot.querySelectorAll('input')].filter((one) => one.checked).map((one) => one.value);
          this.dispatchEvent(new Event('change', { bubbles: true }));
        });
        const label = this.make('label', {});
        label.append(input, this.make('span', {}, choice.textContent));
        rows.append(label);
        if (choice.value === focused) queueMicrotask(() => input.focus());
      }
      field.append(rows);
      if (this.error) field.append(this.make('p', { id: 'error', class: 'error', role: 'alert' }, this.error));
      this.replace(`:host { display: block } fieldset { border: 0; margin: 0; padding: 0; min-width: 0 } legend { padding: 0; font-weight: 600; margin-bottom: 6px }
        .inline { display: flex; flex-wrap: wrap; gap: 4px 14px } .list { display: grid; gap: 4px } label { display: inline-flex; gap: 6px; align-items: center; min-height: 24px; cursor: pointer } .error { color: #b00020; margin: 6px 0 0 }`, field);
    }
  }
  customElements.define('s-choice', Choice);
  customElements.define('s-choice-list', ChoiceList);
};
