import type { englishCustomerViews } from './en-customer-views.ts';

/** Words of the named lists above the customers, in German. */
export function germanCustomerViews(): ReturnType<typeof englishCustomerViews> {
  return {
    title: 'Ansichten',
    builtIn: {
      all: 'Alle', 'vips-slipping': 'Gefährdete VIPs', new: 'Neu', 'won-back': 'Zurückgewonnen', 'lapsed-big-spenders': 'Abgewandert mit hohem Umsatz',
    },
    changed: (name) => `${name} (geändert)`,
    save: 'Ansicht speichern',
    update: (name) => `„${name}“ aktualisieren`,
    options: 'Optionen der Ansicht',
    rename: 'Umbenennen',
    remove: 'Löschen',
    name: 'Name der Ansicht',
    namePlaceholder: 'Etwa „Späte Stammkunden“',
    confirmSave: 'Speichern',
    confirmRename: 'Umbenennen',
    removeTitle: (name) => `„${name}“ löschen?`,
    removeWhat: 'Die Ansicht verschwindet für alle in Ihrem Shop. Ihre Kunden und deren Tags bleiben, wie sie sind.',
    saved: (name) => `„${name}“ gespeichert`,
    updated: (name) => `„${name}“ aktualisiert`,
    renamed: (name) => `In „${name}“ umbenannt`,
    removed: (name) => `„${name}“ gelöscht`,
  };
}
