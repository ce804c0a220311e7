/** Words of the named lists above the customers. */
export function englishCustomerViews() {
  return {
    title: 'Views',
    builtIn: {
      all: 'All', 'vips-slipping': 'VIPs slipping', new: 'New', 'won-back': 'Won back', 'lapsed-big-spenders': 'Lapsed big spenders',
    },
    changed: (name: string) => `${name} (changed)`,
    save: 'Save as view',
    update: (name: string) => `Update “${name}”`,
    options: 'View options',
    rename: 'Rename',
    remove: 'Delete',
    name: 'Name of the view',
    namePlaceholder: 'Such as “Late regulars”',
    confirmSave: 'Save',
    confirmRename: 'Rename',
    removeTitle: (name: string) => `Delete “${name}”?`,
    removeWhat: 'The view goes for everybody in your store. Its customers and their tags stay as they are.',
    saved: (name: string) => `Saved “${name}”`,
    updated: (name: string) => `Updated “${name}”`,
    renamed: (name: string) => `Renamed to “${name}”`,
    removed: (name: string) => `Deleted “${name}”`,
  };
}
