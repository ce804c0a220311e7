// The theme's drawer: opens after something was added, shows what is in the cart, tells the page that the cart changed.
class CartDrawer extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', (event) => {
      if (event.target === this || event.target.closest('.drawer__close')) this.close();
    });
    this.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    document.addEventListener('submit', (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !/\/cart\/add$/.test(new URL(form.action).pathname)) return;
      event.preventDefault();
      void this.add(form);
    });
  }

  async add(form) {
    const answer = await fetch(`${window.Shopify.routes.root}cart/add.js`, { method: 'POST', body: new FormData(form) });
    if (!answer.ok) return form.submit();
    await this.open();
  }

  async open() {
    const cart = await (await fetch(`${window.Shopify.routes.root}cart.js`)).json();
    const list = this.querySelector('.drawer__contents');
    list.replaceChildren(...cart.items.map((item) => {
      const row = document.createElement('div');
      row.className = 'drawer__item';
      const title = document.createElement('a');
      title.href = item.url;
      title.textContent = item.title;
      const quantity = document.createElement('span');
      quantity.textContent = `× ${item.quantity}`;
      row.append(title, quantity);
      return row;
    }));
    document.getElementById('cart-icon').textContent = `Cart (${cart.item_count})`;
    this.opener = document.activeElement;
    this.hidden = false;
    this.querySelector('.drawer__inner').focus();
    document.dispatchEvent(new CustomEvent('cart:updated', { detail: cart }));
  }

  close() {
    this.hidden = true;
    this.opener?.focus();
  }
}
customElements.define('cart-drawer', CartDrawer);
