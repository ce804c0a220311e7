import type { englishCustomerViews } from './en-customer-views.ts';

/** Words of the named lists above the customers, in French. */
export function frenchCustomerViews(): ReturnType<typeof englishCustomerViews> {
  return {
    title: 'Vues',
    builtIn: {
      all: 'Tous', 'vips-slipping': 'VIP qui s’éloignent', new: 'Nouveaux', 'won-back': 'Reconquis', 'lapsed-big-spenders': 'Gros acheteurs perdus de vue',
    },
    changed: (name) => `${name} (modifiée)`,
    save: 'Enregistrer la vue',
    update: (name) => `Mettre à jour « ${name} »`,
    options: 'Options de la vue',
    rename: 'Renommer',
    remove: 'Supprimer',
    name: 'Nom de la vue',
    namePlaceholder: 'Par exemple « Habitués en retard »',
    confirmSave: 'Enregistrer',
    confirmRename: 'Renommer',
    removeTitle: (name) => `Supprimer « ${name} » ?`,
    removeWhat: 'La vue disparaît pour toute votre boutique. Ses clients et leurs balises restent tels quels.',
    saved: (name) => `« ${name} » enregistrée`,
    updated: (name) => `« ${name} » mise à jour`,
    renamed: (name) => `Renommée en « ${name} »`,
    removed: (name) => `« ${name} » supprimée`,
  };
}
