/** Words of the pages of Insights. */
export function englishInsights() {
  return {
    title: 'Insights',
    pages: 'Pages of Insights',
    page: { customers: 'Customers', accuracy: 'Accuracy' },
    notYet: {
      title: 'Nothing to look back on yet',
      what: 'Insights appear once your store has been read and your customers have been sorted. Home shows how far that is.',
    },
  };
}
