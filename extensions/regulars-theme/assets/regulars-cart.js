// What goes with the cart, in the theme's own drawer: put in when the drawer opens, and anew when the cart is another.
(() => {
  const pattern = document.getElementById('regulars-cart');
  if (!pattern || pattern.started) return;
  pattern.started = true;
  const { drawer: drawers, after, limit, locale } = pattern.dataset;
  const root = () => window.Shopify?.routes?.root ?? '/';
  let shown = '';
  let timer = 0;

  const json = async (address) => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(2500) });
    return answer.ok ? answer.json() : null;
  };

  /** Cards of what Shopify itself recommends: complementary products where the merchant chose some, else related ones. */
  async function shopifys(inCart) {
    for (const intent of ['complementary', 'related']) {
      const found = await json(`${root()}recommendations/products.json?product_id=${inCart[0]}&limit=${limit}&intent=${intent}`).catch(() => null);
      const others = found?.products.filter(({ id }) => !inCart.includes(id)) ?? [];
      if (others.length > 0) return { cards: others.map(card) };
    }
    return null;
  }

  function card({ id, title, url, featured_image: image, price, variants }) {
    const waiting = pattern.content.querySelector('li').cloneNode(true);
    waiting.classList.remove('regulars-product--waiting');
    waiting.removeAttribute('aria-hidden');
    Object.assign(waiting.dataset, { productId: id, variantId: variants[0]?.id });
    const link = Object.assign(document.createElement('a'), { className: 'regulars-product__link', href: url });
    link.append(...waiting.firstElementChild.childNodes);
    waiting.firstElementChild.replaceWith(link);
    link.querySelector('.regulars-product__title').textContent = title;
    if (image) link.querySelector('.regulars-product__media').append(Object.assign(document.createElement('img'), { className: 'regulars-product__image', src: image, alt: '', width: 300, height: 300, loading: 'lazy' }));
    const currency = window.Shopify?.currency?.active;
    waiting.querySelector('.regulars-product__price').textContent = currency ? new Intl.NumberFormat(document.documentElement.lang || undefined, { style: 'currency', currency }).format(price / 100) : '';
    return waiting;
  }

  async function refresh(drawer) {
    if (drawer.checkVisibility?.() === false) return;
    const cart = await json(`${root()}cart.js`).catch(() => null);
    if (!cart) return;
    const products = [...new Set(cart.items.map((item) => item.product_id))];
    const standing = drawer.querySelector('regulars-list');
    if (standing && shown === products.join()) return;
    shown = products.join();
    standing?.remove();
    if (products.length === 0) return;
    const element = pattern.content.firstElementChild.cloneNode(true);
    if (!('heldOut' in pattern.dataset)) element.dataset.source = `/apps/regulars/recommendations?block=complementary&placement=cart&products=${products.slice(0, 20).join()}&limit=${limit}&locale=${locale}&format=liquid`;
    else element.dataset.source = 'data:,';
    element.more = () => shopifys(products);
    const place = after && drawer.querySelector(after);
    if (place) place.after(element);
    else drawer.append(element);
  }

  function watch(drawer) {
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(drawer), 150);
    };
    new MutationObserver((changes) => {
      if (changes.some(({ target }) => !target.closest?.('regulars-list'))) later();
    }).observe(drawer, { childList: true, subtree: true, attributes: true, attributeFilter: ['open', 'hidden', 'class', 'aria-hidden'] });
    later();
  }

  const drawer = document.querySelector(drawers);
  if (drawer) watch(drawer);
})();
