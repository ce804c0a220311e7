import type { Formats } from '../format.ts';
import type { englishFailedWork } from './en-failed-work.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of what failed for good, in French. */
export function frenchFailedWork(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishFailedWork> {
  const { number } = formats;
  const { counted } = frame;
  return {
    title: 'Tâches en échec',
    onData: (count) => `${counted(count, 'tâche a échoué et ne sera pas retentée', 'tâches ont échoué et ne seront pas retentées')} sans vous. Voyez lesquelles, et pourquoi.`,
    what: 'Chacune a été tentée plusieurs fois. Une fois la cause levée, relancez-la : rien n’est fait deux fois.',
    shown: (shown, all) => `Les ${number(shown)} dernières sur ${number(all)} sont affichées.`,
    noneTitle: 'Rien n’a échoué',
    none: 'Tout ce que Shopify a signalé a été traité, ou est encore en cours.',
    caption: 'Tâches en échec, la plus récente d’abord',
    columns: { what: 'Quoi', when: 'Dernière tentative', tries: 'Tentatives', why: 'Pourquoi', todo: 'Ce que vous pouvez faire' },
    unknown: 'La cause n’a pas été conservée.',
    retry: 'Réessayer',
    retryAll: 'Tout réessayer',
    retryOne: (what, when) => `Réessayer : ${what}, ${when}`,
    retried: (count) => (count <= 1 ? 'Nouvelle tentative en cours.' : `${number(count)} tâches sont retentées.`),
    leaveOut: 'Laisser de côté',
    leaveOutOne: (what, when) => `Laisser de côté : ${what}, ${when}`,
    leaveOutTitle: 'Laisser cette tâche de côté ?',
    leaveOutEvent: 'Ce que Shopify a signalé ici est oublié. La comparaison horaire avec Shopify retrouvera tout de même ce qui a changé.',
    leaveOutJob: 'Cette tâche n’est plus tentée. L’exécution nocturne en refait l’essentiel.',
    dismissed: 'Laissée de côté.',
    jobs: {
      'import-shop': 'Importation', 'rebuild-profiles': 'Recalcul des profils', 'sketch-profiles': 'Premier aperçu des profils', 'refresh-profiles': 'Profils des clients modifiés',
      'propose-tags': 'Comparaison des balises', 'write-tags': 'Écriture des balises', 'forgotten-writing': 'Écriture des balises', 'next-tag-batch': 'Lot quotidien de balises', 'change-segments': 'Segments chez Shopify',
      'refresh-attention': 'Clients à surveiller', 'fit-forecast': 'Prévision', 'refresh-recommendations': 'Recommandations', 'refresh-insights': 'Chiffres des analyses', 'tier-flow': 'Mouvements entre niveaux', 'tidy-shop': 'Rangement', 'erase-again': 'Nouvelle recherche de données d’un client supprimé', 'erase-shop': 'Suppression des données de la boutique',
    },
    otherJob: 'Tâche en arrière-plan',
    topics: {
      'orders/create': 'Une nouvelle commande', 'orders/updated': 'Une commande modifiée', 'orders/cancelled': 'Une commande annulée', 'orders/edited': 'Une commande retouchée', 'orders/delete': 'Une commande supprimée', 'refunds/create': 'Un remboursement',
      'customers/create': 'Un nouveau client', 'customers/update': 'Un client modifié', 'customers/delete': 'Un client supprimé', 'customers/merge': 'Deux clients fusionnés',
      'customer.tags_added': 'Des balises ajoutées à un client', 'customer.tags_removed': 'Des balises retirées d’un client', 'customers_email_marketing_consent/update': 'Un consentement aux e-mails', 'customers_marketing_consent/update': 'Un consentement aux SMS',
      'customers/purchasing_summary': 'Les totaux d’un client', 'products/create': 'Un nouveau produit', 'products/update': 'Un produit modifié', 'products/delete': 'Un produit supprimé', 'bulk_operations/finish': 'La fin d’une opération groupée',
      'app/uninstalled': 'La désinstallation de l’application', 'app/scopes_update': 'Un changement des droits de l’application', 'customers/data_request': 'La demande de données d’un client', 'customers/redact': 'L’effacement des données d’un client', 'shop/redact': 'L’effacement des données de la boutique',
    },
    otherTopic: 'Une nouvelle de Shopify',
  };
}
