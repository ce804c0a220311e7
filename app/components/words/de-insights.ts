import type { englishInsights } from './en-insights.ts';

/** Words of the pages of Insights, in German. */
export function germanInsights(): ReturnType<typeof englishInsights> {
  return {
    title: 'Einblicke',
    pages: 'Seiten der Einblicke',
    page: { customers: 'Kunden', accuracy: 'Treffsicherheit' },
    notYet: {
      title: 'Noch nichts zum Zurückblicken',
      what: 'Einblicke erscheinen, sobald Ihr Shop gelesen und Ihre Kunden sortiert sind. Die Startseite zeigt, wie weit das ist.',
    },
  };
}
