import type { englishInsights } from './en-insights.ts';

/** Words of the pages of Insights, in French. */
export function frenchInsights(): ReturnType<typeof englishInsights> {
  return {
    title: 'Analyses',
    pages: 'Pages des analyses',
    page: { customers: 'Clients', accuracy: 'Fiabilité' },
    notYet: {
      title: 'Encore rien à analyser',
      what: 'Les analyses apparaissent dès que votre boutique a été lue et vos clients classés. L’accueil montre où cela en est.',
    },
  };
}
