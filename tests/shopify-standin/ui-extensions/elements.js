// A stand-in of the `s-` elements that Shopify draws for extensions: plain, and only those, with those attributes, that are named here.
(() => {
  const common = ['id', 'accessibilityLabel', 'accessibilityRole', 'accessibilityVisibility', 'lang', 'dir'];
  const sizes = { none: '0', 'small-500': '2px', 'small-400': '3px', 'small-300': '4px', 'small-200': '6px', 'small-100': '8px', small: '10px', base: '14px', large: '20px', 'large-100': '24px', 'large-200': '28px', 'large-300': '32px' };
  const size = (name, what) => {
    if (name === undefined || name === '') return '0';
    if (!(name in sizes)) throw new Error(`The local Shopify knows no ${what} "${name}".`);
    return sizes[name];
  };

  /** A class whose attributes are properties too, as Preact sets them; drawn anew a moment after a change. */
  const base = (names) => {
    class Drawn extends HTMLElement {
      constructor() {
        super();
        this.attachShadow({ mode: 'open', delegatesFocus: true });
        this.told = {};
      }
      connectedCallback() {
        this.later();
      }
      setAttribute(name, value) {
        const property = [...common, ...names].find((one) => one.toLowerCase() === name.toLowerCase());
        if (property === undefined && name !== 'slot' && name !== 'style') throw new Error(`The local Shopify's <${this.localName}> has no attribute ${name}.`);
        if (property === undefined || property === 'id' || property === 'lang' || property === 'dir') super.setAttribute(name, value);
        else this[property] = value;
      }
      later() {
        if (this.pending) return;
        this.pending = true;
        queueMicrotask(() => {
          this.pending = false;
          if (this.isConnected) this.draw();
        });
      }
      make(name, attributes = {}, text = undefined) {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) made.setAttribute(key, value);
        if (text !== undefined) made.textContent = text;
        return made;
      }
      replace(css, ...nodes) {
        this.shadowRoot.replaceChildren(this.make('style', {}, `* { box-sizing: border-box } ${css}`), ...nodes);
      }
      slotted() {
        return this.make('slot');
      }
    }
    for (const name of new Set([...names, 'accessibilityLabel', 'accessibilityRole', 'accessibilityVisibility'])) {
      Object.defineProperty(Drawn.prototype, name, {
        get() {
          return this.told[name];
        },
        set(value) {
          if (this.told[name] === value) return;
          this.told[name] = value;
          this.later();
        },
      });
    }
    return Drawn;
  };
  const drawn = (name, names, draw) => customElements.define(name, class extends base(names) {
    draw() {
      draw(this);
    }
  });
  const align = (word) => (word === 'start' || word === 'end' ? `flex-${word}` : word ?? 'stretch');
  const page = ['border', 'borderRadius', 'borderStyle', 'borderWidth', 'background', 'padding', 'minBlockSize', 'maxBlockSize', 'inlineSize', 'display', 'overflow'];
  const ground = (el) => `background: ${el.background === 'subdued' ? '#f1f1f1' : 'none'}; border-radius: ${el.borderRadius ? '8px' : '0'}; padding: ${size(el.padding, 'padding')}; min-height: ${el.minBlockSize ?? '0'}; min-width: 0;`;

  drawn('s-stack', ['direction', 'gap', 'alignItems', 'justifyContent', ...page], (el) => {
    const inline = el.direction === 'inline';
    el.replace(`:host { display: flex; flex-direction: ${inline ? 'row' : 'column'}; flex-wrap: ${inline ? 'wrap' : 'nowrap'}; gap: ${size(el.gap, 'gap')}; align-items: ${align(el.alignItems)}; justify-content: ${align(el.justifyContent)}; ${ground(el)} }`, el.slotted());
  });
  drawn('s-grid', ['gridTemplateColumns', 'gap', 'alignItems', ...page], (el) => el.replace(`:host { display: grid; grid-template-columns: ${el.gridTemplateColumns ?? 'none'}; gap: ${size(el.gap, 'gap')}; align-items: start; ${ground(el)} }`, el.slotted()));
  drawn('s-box', page, (el) => el.replace(`:host { display: block; ${ground(el)} }`, el.slotted()));
  const section = (el, css) => {
    const part = el.make('section', { 'aria-label': el.accessibilityLabel ?? el.heading });
    if (el.heading) part.append(el.make('h2', {}, el.heading));
    part.append(el.slotted());
    el.replace(`:host { display: block } h2 { font-size: 17px; margin: 0 0 12px } ${css}`, part);
  };
  drawn('s-section', ['heading', 'padding'], (el) => section(el, ''));
  drawn('s-admin-block', ['heading', 'collapsedSummary'], (el) => section(el, 'h2 { font-size: 14px }'));
  drawn('s-text', ['color', 'tone', 'type', 'display', 'interestFor', 'fontVariantNumeric'], (el) => el.replace(`:host { overflow-wrap: anywhere; color: ${el.color === 'subdued' ? '#5c5f62' : 'inherit'}; font-size: ${el.type === 'small' ? '12px' : 'inherit'}; font-weight: ${el.type === 'strong' ? 600 : 'inherit'} }`, el.slotted()));
  drawn('s-paragraph', ['color', 'tone', 'type'], (el) => {
    const text = el.make('p');
    text.append(el.slotted());
    el.replace(`p { margin: 0; overflow-wrap: anywhere; color: ${el.color === 'subdued' ? '#5c5f62' : 'inherit'} }`, text);
  });
  drawn('s-image', ['src', 'srcSet', 'alt', 'aspectRatio', 'objectFit', 'loading', 'inlineSize', ...page], (el) => {
    el.replace(`img { display: block; width: 100%; aspect-ratio: ${el.aspectRatio ?? 'auto'}; object-fit: ${el.objectFit ?? 'contain'}; border-radius: ${el.borderRadius ? '8px' : '0'} }`, el.make('img', { src: el.src, alt: el.alt ?? '', loading: el.loading ?? 'eager' }));
  });
  const target = (el) => (el.target === '_blank' ? '_blank' : '_top');
  drawn('s-link', ['href', 'target', 'tone', 'command', 'commandFor', 'interestFor'], (el) => {
    const link = el.make('a', { href: el.href, target: target(el), 'aria-label': el.accessibilityLabel });
    link.append(el.slotted());
    el.replace('a { color: #005bd3; overflow-wrap: anywhere; display: inline-block; min-height: 24px }', link);
  });
  drawn('s-button', ['href', 'target', 'variant', 'tone', 'type', 'loading', 'disabled', 'inlineSize', 'command', 'commandFor', 'icon'], (el) => {
    const button = el.href ? el.make('a', { href: el.href, target: target(el), 'aria-label': el.accessibilityLabel }) : el.make('button', { type: 'button', 'aria-label': el.accessibilityLabel, 'aria-busy': el.loading ? 'true' : undefined });
    if (!el.href) button.disabled = Boolean(el.disabled || el.loading);
    // In the admin `app:` is the app's own address in it: the page around knows where that is.
    if (el.href?.startsWith('app:')) {
      button.addEventListener('click', (event) => {
        event.preventDefault();
        parent.postMessage({ go: `${document.body.dataset.appBase}/${el.href.slice('app:'.length)}` }, '*');
      });
    }
    button.append(el.slotted());
    const primary = el.variant === 'primary';
    el.replace(`:host { display: inline-block } button, a { display: inline-block; font: inherit; line-height: 20px; padding: 6px 14px; border-radius: 8px; border: 1px solid ${primary ? '#303030' : '#8a8a8a'}; background: ${primary ? '#303030' : '#fff'}; color: ${primary ? '#fff' : '#303030'}; cursor: pointer; text-decoration: none } :disabled { opacity: .5; cursor: default }`, button);
  });
  const tones = { success: '#cdfee1', critical: '#fedad9', caution: '#ffef9d', warning: '#ffd6a4', info: '#e0f0ff', neutral: '#e7e7e7', auto: '#e7e7e7' };
  const toneOf = (el) => {
    if (el.tone !== undefined && !(el.tone in tones)) throw new Error(`The local Shopify's <${el.localName}> has no tone ${el.tone}.`);
    return tones[el.tone ?? 'auto'];
  };
  drawn('s-badge', ['tone', 'color', 'icon', 'iconPosition', 'size'], (el) => el.replace(`:host { display: inline-block; background: ${toneOf(el)}; border-radius: 8px; padding: 2px 8px; font-size: 12px; max-width: 100%; overflow-wrap: anywhere }`, el.slotted()));
  drawn('s-banner', ['heading', 'tone', 'collapsible', 'dismissible', 'hidden'], (el) => {
    const banner = el.make('div', { role: el.tone === 'critical' ? 'alert' : 'status', class: 'banner' });
    if (el.heading) banner.append(el.make('strong', {}, el.heading));
    banner.append(el.slotted());
    el.replace(`:host { display: block } .banner { display: grid; gap: 8px; background: ${toneOf(el)}; border-radius: 8px; padding: 12px 14px }`, banner);
  });
  drawn('s-spinner', ['size'], (el) => el.replace(':host { display: inline-block } span { display: block; width: 16px; height: 16px; border-radius: 50%; border: 2px solid #8a8a8a; border-right-color: transparent }', el.make('span', { role: 'img', 'aria-label': el.accessibilityLabel ?? '' })));
  drawn('s-skeleton-paragraph', ['content'], (el) => el.replace('div { height: 12px; border-radius: 4px; background: #e3e3e3 }', el.make('div', { 'aria-hidden': 'true' })));
  const field = (name, inner) => drawn(name, ['label', 'name', 'value', 'defaultValue', 'maxLength', 'minLength', 'rows', 'error', 'required', 'disabled', 'readOnly', 'placeholder', 'autocomplete', 'labelAccessibilityVisibility'], (el) => {
    const standing = el.shadowRoot.querySelector(inner);
    if (standing !== null && standing === el.shadowRoot.activeElement) {
      if (standing.value !== (el.value ?? '')) standing.value = el.value ?? '';
      return;
    }
    const label = el.make('label');
    const input = el.make(inner, { maxlength: el.maxLength, rows: el.rows, placeholder: el.placeholder, ...(inner === 'input' ? { type: 'text' } : {}) });
    input.value = el.value ?? '';
    // Before the element's own listeners hear of it.
    input.addEventListener('input', () => (el.told.value = input.value));
    input.addEventListener('change', () => el.dispatchEvent(new Event('change', { bubbles: true })));
    label.append(el.make('span', {}, el.label), input);
    el.replace(':host { display: block } label { display: grid; gap: 4px } input, textarea { font: inherit; padding: 6px 10px; border: 1px solid #8a8a8a; border-radius: 8px; width: 100%; resize: vertical }', label);
  });
  field('s-text-field', 'input');
  field('s-text-area', 'textarea');
  globalThis.standInChoices(base);

  document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { margin: 0; font: 14px/20px system-ui, sans-serif; color: #303030 } :focus-visible { outline: 2px solid #005bd3; outline-offset: 2px }' }));
  // An element that nobody defined would be drawn as nothing at all.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        for (const one of node.nodeType === 1 ? [node, ...node.querySelectorAll('*')] : []) {
          if (one.localName.startsWith('s-') && customElements.get(one.localName) === undefined) throw new Error(`The local Shopify does not draw <${one.localName}>.`);
        }
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
