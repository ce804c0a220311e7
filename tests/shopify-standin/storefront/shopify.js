// What Shopify puts on every page of a storefront: window.Shopify, the Customer Privacy API, and a bar that asks for consent.
(() => {
  const facts = __FACTS__;
  const locale = facts.locales.find((one) => location.pathname === `/${one}` || location.pathname.startsWith(`/${one}/`));
  const shopify = (window.Shopify = window.Shopify || {});
  shopify.shop = facts.shop;
  shopify.locale = locale || 'en';
  shopify.currency = { active: facts.currency, rate: '1.0' };
  shopify.routes = { root: locale ? `/${locale}/` : '/' };
  shopify.designMode = undefined;

  const cookie = () => /(?:^|; )_tracking_consent=(yes|no)/.exec(document.cookie)?.[1] ?? '';
  const words = { yes: 'yes', no: 'no', '': '' };
  const detail = () => {
    const allowed = cookie() === 'yes';
    return { analyticsAllowed: allowed, marketingAllowed: allowed, preferencesAllowed: allowed, saleOfDataAllowed: allowed, firstPartyMarketingAllowed: allowed, thirdPartyMarketingAllowed: allowed };
  };
  // Consent is asked for in the shop's region: nothing is allowed before somebody said yes.
  const privacy = {
    analyticsProcessingAllowed: () => cookie() === 'yes',
    marketingAllowed: () => cookie() === 'yes',
    preferencesProcessingAllowed: () => cookie() === 'yes',
    saleOfDataAllowed: () => cookie() === 'yes',
    shouldShowBanner: () => cookie() === '',
    currentVisitorConsent: () => ({ analytics: words[cookie()], marketing: words[cookie()], preferences: words[cookie()], sale_of_data: words[cookie()] }),
    setTrackingConsent: (consent, done) => {
      document.cookie = `_tracking_consent=${consent.analytics ? 'yes' : 'no'}; path=/; max-age=31536000; samesite=lax`;
      document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: detail() }));
      if (done) setTimeout(done);
    },
  };
  shopify.loadFeatures = (features, done) => {
    const unknown = features.find((one) => one.name !== 'consent-tracking-api');
    setTimeout(() => {
      if (unknown) return done && done(new Error(`The stand-in has no feature ${unknown.name}.`));
      if (!shopify.customerPrivacy) {
        shopify.customerPrivacy = privacy;
        document.dispatchEvent(new CustomEvent('shopifyCustomerPrivacyApiLoaded'));
      }
      if (done) done();
    });
  };

  document.addEventListener('DOMContentLoaded', () => {
    if (!privacy.shouldShowBanner()) return;
    const bar = document.createElement('section');
    bar.className = 'shopify-consent';
    bar.setAttribute('aria-label', 'Cookie consent');
    bar.innerHTML = '<p>May this shop measure what you look at?</p><button type="button" data-yes>Accept</button> <button type="button">Decline</button>';
    bar.addEventListener('click', (event) => {
      if (event.target.tagName !== 'BUTTON') return;
      const yes = event.target.hasAttribute('data-yes');
      shopify.loadFeatures([{ name: 'consent-tracking-api', version: '0.1' }], () => privacy.setTrackingConsent({ analytics: yes, marketing: yes, preferences: yes, sale_of_data: yes }));
      bar.remove();
    });
    document.body.append(bar);
  });
})();
