import type { StoreProduct } from '../store/model.ts';
import { counted, day, money, statusWords } from './format.ts';
import { productForms } from './forms.ts';
import type { Problem } from './forms.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading, tagChips } from './layout.ts';
import { pageOf, pagingBar } from './paging.ts';

const pageSize = 50;

export function productsPage(context: AdminContext, query: URLSearchParams): string {
  const search = (query.get('query') ?? '').trim();
  const wanted = search.toLowerCase();
  const all = context.live.list('products', 'TITLE');
  const found = search === '' ? all : all.filter((product) => `${product.title}\n${product.productType}\n${product.variants.map((variant) => variant.sku).join('\n')}`.toLowerCase().includes(wanted));
  const page = pageOf(found, Number(query.get('page') ?? 1), pageSize);
  const path = `${context.base}/products`;
  const { currencyCode } = context.live.store.shop;
  return adminPage(context, {
    title: 'Products',
    active: 'products',
    body: html`${pageHeading('Products', { sub: counted(all.length, 'product') })}
<section class="card table">
  <form class="search" method="get" action="${path}" role="search">
    <input type="search" name="query" value="${search}" placeholder="Title, type or SKU" aria-label="Search products">
    <button class="button">Search</button>
  </form>
  ${page.total === 0 ? html`<p class="empty">${search === '' ? 'No products yet.' : html`No product matches “${search}”.`}</p>` : html`<div class="scroll"><table>
  <thead><tr><th>Product</th><th class="wide">Status</th><th>Type</th><th class="number">Price</th></tr></thead>
  <tbody>${page.rows.map((product) => html`<tr>
    <td><a class="product" href="${path}/${product.id}">${picture(context, product, 'thumb')}<span>${product.title}</span></a></td>
    <td class="wide">${statusBadge(product)}</td><td>${product.productType}</td><td class="number">${priceRange(product, currencyCode)}</td>
  </tr>`)}</tbody></table></div>`}
  ${pagingBar(page, path, new URLSearchParams(search === '' ? {} : { query: search }))}
</section>`,
  });
}

export function productPage(context: AdminContext, product: StoreProduct, problem: Problem | null = null): string {
  const { currencyCode, ianaTimezone } = context.live.store.shop;
  return adminPage(context, {
    title: product.title,
    active: 'products',
    body: html`${pageHeading(product.title, { back: { href: `${context.base}/products`, label: 'Products' }, aside: statusBadge(product) })}
<div class="two">
  <div>
    <section class="card">${picture(context, product, 'picture')}<p>${product.productType}${product.vendor ? html` by ${product.vendor}` : null}</p></section>
    <section class="card table"><h2>Variants</h2><div class="scroll"><table>
      <thead><tr><th>Variant</th><th>SKU</th><th class="number">Price</th><th class="number">In stock</th></tr></thead>
      <tbody>${product.variants.map((variant) => html`<tr><td>${variant.title}</td><td>${variant.sku}</td><td class="number">${money(variant.price, currencyCode)}</td><td class="number">${variant.inventoryQuantity}</td></tr>`)}</tbody>
    </table></div></section>
  </div>
  <aside>
    <section class="card"><h2>Tags</h2>${product.tags.length === 0 ? html`<p class="quiet">No tags.</p>` : tagChips(product.tags)}</section>
    <section class="card"><h2>Dates</h2><p>Created ${day(product.createdAt, ianaTimezone)}</p><p>Changed ${day(product.updatedAt, ianaTimezone)}</p></section>
    ${productForms(context, product, problem)}
    <p class="quiet id">gid://shopify/Product/${product.id}</p>
  </aside>
</div>`,
  });
}

function picture(context: AdminContext, product: StoreProduct, className: string): Html {
  return product.imagePath === null
    ? html`<span class="${className} none" aria-hidden="true"></span>`
    : html`<img class="${className}" src="${context.pictures + product.imagePath}" alt="" loading="lazy">`;
}

function statusBadge(product: StoreProduct): Html {
  return html`<span class="badge ${product.status === 'ACTIVE' ? 'good' : ''}">${statusWords(product.status)}</span>`;
}

function priceRange(product: StoreProduct, currencyCode: string): string {
  const prices = product.variants.map((variant) => variant.price);
  if (prices.length === 0) return '';
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  return low === high ? money(low, currencyCode) : `${money(low, currencyCode)} – ${money(high, currencyCode)}`;
}
