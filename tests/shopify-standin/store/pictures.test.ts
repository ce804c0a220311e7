import { describe, expect, it } from 'vitest';
import { productPicture } from './pictures.ts';
import { productType } from './product-types.ts';

describe('pictures of products', () => {
  it('are the same for a product every time and differ between types', () => {
    const tea = { id: 5, title: 'Assam', productType: 'Black tea' };
    expect(productPicture(tea)).toBe(productPicture({ ...tea }));
    expect(productPicture(tea)).not.toBe(productPicture({ ...tea, productType: 'Mugs & cups' }));
  });

  it('let no markup of a title through', () => {
    const svg = productPicture({ id: 1, title: '</title><script>alert(1)</script>\u0000&', productType: 'x' });
    expect(svg).toContain('<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</title>');
  });
});

describe('product types of Online Retail II', () => {
  it.each([
    ['WHITE HANGING HEART T-LIGHT HOLDER', 'Candles & lights'], ['JUMBO BAG RED RETROSPOT', 'Bags'], ['REGENCY CAKESTAND 3 TIER', 'Tableware'], ['SET OF 6 CHRISTMAS CARDS', 'Cards & wrap'],
    ['PAPER CRAFT , LITTLE BIRDIE', 'Craft & sewing'], ['ASSORTED GLASSES', 'Tableware'], ['VINTAGE DOILY', 'Cushions & textiles'], ['DOTCOM THING', 'Other'], ['', 'Other'],
  ])('%s is of %s', (title, type) => {
    expect(productType(title)).toBe(type);
  });
});
