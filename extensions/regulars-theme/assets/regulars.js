// Lists of Regulars on a storefront: loads a list where Liquid alone cannot have it, and tells the shop what was seen and
// clicked where the shopper allows that. Without this script the blocks stand as Liquid wrote them.
(() => {
  if (customElements.get('regulars-list')) return;

  const PATIENCE_MS = 2500;
  const FLUSH_MS = 3000;
  const MOST_EVENTS = 50;
  const CARD = 'li[data-product-id]:not([data-filled])';

  /** The cards that an address answers with: the app's own list, or a section that Shopify renders with its recommendations. */
  async function cardsFrom(address, id) {
    if (!address) return null;
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!answer.ok) return null;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const within = page.querySelector(`regulars-list[data-id="${id}"]`) ?? page;
      const cards = [...within.querySelectorAll('li[data-product-id]')];
      const list = within.querySelector('[data-regulars-list]')?.dataset;
      return cards.length === 0 ? null : { cards, list: list?.regularsList, instead: list !== undefined && 'regularsInstead' in list };
    } catch {
      return null;
    }
  }

  class RegularsList extends HTMLElement {
    connectedCallback() {
      if (!this.dataset.source) return measure(this);
      const near = new IntersectionObserver(([entry]) => {
        if (!entry.isIntersecting) return;
        near.disconnect();
        void this.load();
      }, { rootMargin: '600px 0px' });
      near.observe(this);
    }

    async load() {
      const { id, source, shopify } = this.dataset;
      const others = [...(this.querySelector('template')?.content.querySelectorAll('li') ?? [])];
      const own = await cardsFrom(source, id);
      const found = own ?? (await cardsFrom(shopify, id)) ?? (await this.more?.());
      const place = this.querySelector('ul');
      const wanted = place.children.length;
      const cards = found?.cards.slice(0, wanted) ?? others;
      if (own && 'fill' in this.dataset) cards.push(...missing(cards, others, wanted, this.dataset.inCart?.split(',') ?? []));
      const onScreen = this.getBoundingClientRect().top < innerHeight;
      this.show(place, cards, onScreen);
      this.removeAttribute('data-source');
      if (own?.list) this.dataset.list = own.list;
      // What stands in for a list is not called what the list would be; what the merchant put together is.
      const named = own ? !own.instead : found && this.dataset.block === 'together';
      const heading = this.querySelector('.regulars__heading');
      if (!named) heading.textContent = this.dataset.standInHeading ?? heading.textContent;
      this.addAll(cards, named, onScreen);
      measure(this);
    }

    /** Puts cards in the place of those that wait. What is on screen keeps its height, so that nothing moves. */
    show(place, cards, onScreen) {
      if (onScreen) place.style.minHeight = `${place.offsetHeight}px`;
      else this.classList.remove('regulars--steady');
      if (cards.length === 0) leaveOut(this, onScreen);
      place.replaceChildren(...cards);
      place.removeAttribute('aria-busy');
    }

    /** @param belong whether the cards are a set that goes together */
    addAll(cards, belong, onScreen) {
      const form = this.querySelector('form[data-mine]');
      if (!form) return;
      if (!belong) return leaveOut(form, onScreen);
      for (const id of [form.dataset.mine, ...cards.map((card) => card.dataset.variantId)]) {
        for (const [name, value] of [['items[][id]', id], ['items[][quantity]', 1]]) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
      }
      form.querySelector('button').disabled = false;
    }
  }

  function leaveOut(element, onScreen) {
    if (onScreen) element.style.visibility = 'hidden';
    else element.hidden = true;
  }

  function missing(cards, others, wanted, inCart) {
    const there = new Set([...cards.map((card) => card.dataset.productId), ...inCart]);
    const more = others.filter((card) => !there.has(card.dataset.productId)).slice(0, Math.max(0, wanted - cards.length));
    for (const card of more) card.dataset.filled = '';
    return more;
  }

  // What was seen and clicked. Nothing is stored or sent before the shopper allowed it.
  let allowed = false;
  let timer = 0;
  const queue = [];

  function session() {
    try {
      const known = sessionStorage.getItem('regulars_session') ?? crypto.randomUUID();
      sessionStorage.setItem('regulars_session', known);
      return known;
    } catch {
      return null;
    }
  }

  // What a visit carries from page to page: that a list was seen, that something is being put into the cart, that it is marked.
  const kept = (what) => {
    try {
      return allowed && sessionStorage.getItem(`regulars_${what}`) !== null;
    } catch {
      return false;
    }
  };

  function keep(what) {
    try {
      if (allowed) sessionStorage.setItem(`regulars_${what}`, '');
    } catch {
      // Then each page stands for itself.
    }
  }

  function forget() {
    try {
      for (const what of ['session', 'seen', 'cart', 'marked']) sessionStorage.removeItem(`regulars_${what}`);
    } catch {
      // Nothing is kept where nothing can be.
    }
  }

  function note(type, element, card) {
    queue.push({
      id: crypto.randomUUID(), type, block: element.dataset.block, placement: element.dataset.placement, list: element.dataset.list ?? null,
      product_id: card?.dataset.productId ?? null, position: card ? [...card.parentElement.children].indexOf(card) + 1 : null, at: new Date().toISOString(),
    });
    if (queue.length >= MOST_EVENTS) flush();
    else timer ||= setTimeout(flush, FLUSH_MS);
  }

  function flush() {
    clearTimeout(timer);
    timer = 0;
    const id = allowed && queue.length > 0 && session();
    if (!id) return;
    const body = JSON.stringify({ visitor: null, session: id, events: queue.splice(0, MOST_EVENTS) });
    navigator.sendBeacon('/apps/regulars/events', new Blob([body], { type: 'application/json' }));
    if (queue.length > 0) flush();
  }

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      note('view', target.closest('regulars-list'), target);
      keep('seen');
      markOnce();
    }
  }, { threshold: 0.5 });

  function measure(element) {
    if (!allowed) return;
    // Whoever is logged in is told of, held out or not: the two are compared.
    if ('customer' in element.dataset && !element.assigned) {
      element.assigned = true;
      note('assigned', element);
    }
    if (!element.dataset.list || element.measured) return;
    element.measured = true;
    note('impression', element);
    for (const card of element.querySelectorAll(CARD)) seen.observe(card);
  }

  function permit(now) {
    allowed = now;
    if (allowed) {
      document.querySelectorAll('regulars-list').forEach(measure);
      hasCart ||= kept('cart') || document.querySelector('[data-in-cart]') !== null;
      markOnce();
    } else {
      queue.length = 0;
      forget();
    }
  }

  /** The order that comes of this cart carries the visit, so that clicks and orders can be told to belong together. */
  async function markCart() {
    const id = session();
    if (!id) return;
    const root = window.Shopify?.routes?.root ?? '/';
    marking = true;
    const answer = await fetch(`${root}cart/update.js`, {
      method: 'POST', keepalive: true, signal: AbortSignal.timeout(1000), headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ attributes: { _regulars_session: id } }),
    }).catch(() => null);
    marking = false;
    if (answer?.ok) keep('marked');
  }

  // Whoever saw a list and never clicks is marked once a visit, and only where a cart stands: a mark beside the request that
  // begins a cart would begin a second.
  let hasCart = false;
  let marking = false;

  function markOnce() {
    if (hasCart && !marking && kept('seen') && !kept('marked')) void markCart();
  }

  const added = /\/cart\/add(\.js|\.json)?$/;
  new PerformanceObserver((list) => {
    if (!list.getEntries().some(({ name, responseStatus }) => added.test(new URL(name, location).pathname) && !(responseStatus >= 400))) return;
    hasCart = true;
    markOnce();
  }).observe({ type: 'resource', buffered: true });

  document.addEventListener('click', (event) => {
    const card = allowed && event.target.closest?.('a')?.closest(`regulars-list[data-list] ${CARD}`);
    if (!card) return;
    note('click', card.closest('regulars-list'), card);
    flush();
    void markCart();
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    // Where no script of the theme sends it, the next page has the cart.
    if (allowed && added.test(new URL(form.getAttribute('action') ?? '', location).pathname)) keep('cart');
    const element = allowed && form.closest('regulars-list[data-list]');
    if (!element || form.marked) return;
    const card = form.closest('li');
    if (card && !card.matches(CARD)) return;
    // Two requests that both begin a cart would begin two: the mark goes first, and the form a moment later.
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const one of card ? [card] : element.querySelectorAll(CARD)) note('add', element, one);
    flush();
    form.marked = true;
    void markCart().then(() => {
      form.requestSubmit(event.submitter);
      form.marked = false;
    });
  }, { capture: true });

  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
  addEventListener('pagehide', flush);
  document.addEventListener('visitorConsentCollected', (event) => permit(event.detail.analyticsAllowed));

  const check = () => permit(window.Shopify.customerPrivacy.analyticsProcessingAllowed());
  if (window.Shopify?.customerPrivacy) check();
  else window.Shopify?.loadFeatures?.([{ name: 'consent-tracking-api', version: '0.1' }], (error) => !error && check());

  customElements.define('regulars-list', RegularsList);
})();
