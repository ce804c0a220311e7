import type { FieldKey } from '../../metafields/customer-field.ts';
import type { RunCause } from '../../metafields/run-cause.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishMetafields } from './en-metafields.ts';

/** Words of customer metafields, in French. */
export function frenchMetafields(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishMetafields> {
  const { number, instant, date } = formats;
  const { countedCustomers } = frame;
  const field: Record<FieldKey, string> = {
    value_tier: 'Niveau de valeur', tier: 'Niveau RFM', rfm_score: 'Score RFM', clv_12m: 'Dépense attendue, 12 mois', churn_band: 'Risque de ne plus acheter', churn_risk: 'Le même, en pourcentage', next_order_date: 'Prochaine commande attendue',
  };
  const meaning: Record<FieldKey, string> = {
    value_tier: 'Pour trier au service client : VIP, high ou standard, selon ce que le client a dépensé.',
    tier: 'Champions, Loyal, At risk et ainsi de suite, toujours en anglais.',
    rfm_score: 'R, F et M en un seul nombre : 543 signifie R 5, F 4, M 3.',
    clv_12m: 'Dans la devise de votre boutique, à deux chiffres.',
    churn_band: 'low, medium ou high.',
    churn_risk: 'Par pas de 5.',
    next_order_date: 'Le jour avant lequel la moitié de ces clients ont commandé.',
  };
  const cause: Record<RunCause, string> = { asked: 'à votre demande', sorted: 'après un classement', resumed: 'après une pause', 'fields-gone': 'des champs manquaient dans Shopify' };
  return {
    title: 'Champs méta des clients',
    back: 'Comment les balises sont écrites',
    card: {
      title: 'Champs méta des clients',
      what: 'Score, niveau, dépense attendue, risque, prochaine commande et niveau de valeur comme champs de chaque client dans Shopify, pour Flow, les segments et le service client.',
      status: { off: 'Désactivés : rien n’est écrit.', on: 'Activés : tenus à jour.', paused: 'En pause.', removing: 'En cours de retrait.' },
      open: 'Ouvrir les champs méta des clients',
    },
    what: 'Regulars peut garder ce qu’il sait d’un client dans des champs méta qui lui sont propres. Ils figurent sur la page du client dans Shopify, sous Champs méta, où vous pouvez les lire et où seul Regulars peut les modifier ; Shopify Flow peut les consulter, et les textes, nombres et dates y servent de filtres de segments de clients.',
    off: {
      title: 'Rien n’est encore écrit',
      titleAfter: 'Plus rien n’est écrit',
      would: (customers, forecast) => `${countedCustomers(customers)} ayant acheté recevraient ces champs${forecast === customers ? '' : `, dont ${number(forecast)} avec les quatre issus de la prévision`}.`,
      noForecast: 'Votre boutique n’a pas encore de prévision : les quatre champs qui en viennent sont laissés de côté jusque-là.',
      nobody: 'Personne n’a encore acheté dans votre boutique : il n’y a rien à écrire.',
      early: 'Vos clients n’ont pas encore été classés. Revenez quand la première importation sera terminée.',
      switchOn: 'Écrire les champs méta',
      askTitle: (customers) => `Écrire les champs méta de ${countedCustomers(customers)} ?`,
      ask: 'Tous sont écrits maintenant, puis tenus à jour : après le classement de chaque nuit, et quelques secondes après qu’il arrive quelque chose à un client. Vous pouvez mettre en pause, ou tout retirer.',
      askFlow: 'Si l’un de vos workflows démarre quand un client change, il démarre pour chacun d’eux.',
      started: 'Les champs méta sont en cours d’écriture.',
      left: (customers) => `${countedCustomers(customers)} ${customers > 1 ? 'ont' : 'a'} encore des valeurs que Shopify n’a pas voulu retirer.`,
      definitions: 'Les champs existent encore dans Shopify, sans valeurs.',
      deleteDefinitions: 'Supprimer aussi les champs',
    },
    on: {
      title: 'Les champs méta sont tenus à jour',
      since: (who, at) => `Activés par ${who} le ${date(at)}.`,
      standing: (customers) => `${countedCustomers(customers)} les ${customers > 1 ? 'ont' : 'a'} dans Shopify.`,
      followed: (customers, at) => `Écrits depuis parce qu’il s’est passé quelque chose : ${countedCustomers(customers)}, en dernier le ${instant(at)}.`,
      rule: 'Après une nuit, un client n’est écrit que si quelque chose qui compte a changé : un niveau ou un score, la dépense attendue d’un cinquième, le risque de 5 points, la prochaine commande de plus de 3 jours.',
      refused: (customers, words) => `Shopify a refusé les valeurs de ${countedCustomers(customers)} : ${words}`,
      pause: 'Mettre en pause',
      pauseDone: 'Plus rien n’est écrit tant que vous ne reprenez pas.',
      paused: (who, at) => `Mis en pause par ${who} le ${instant(at)}. Ce qui change entre-temps est écrit quand vous reprenez.`,
      resume: 'Reprendre',
      resumed: 'Les champs méta sont de nouveau écrits.',
      allPaused: 'Toute écriture est en pause sur la page précédente : rien n’est écrit ici non plus.',
      again: 'Réessayer',
      stopped: 'L’écriture s’est arrêtée.',
      takeOff: 'Tout retirer',
    },
    progress: {
      write: 'Écriture des champs méta',
      remove: 'Retrait des champs méta',
      waiting: 'Commence dans un instant.',
      of: (done, all) => `${number(done)} sur ${countedCustomers(all)} examinés.`,
      label: 'Clients examinés',
      leave: 'Vous pouvez quitter cette page. Cela continue tout seul.',
    },
    removal: {
      title: 'Retirer tous les champs méta ?',
      what: (customers) => `Les valeurs de ${countedCustomers(customers)} sont supprimées dans Shopify, et plus aucune n’est écrite.`,
      legend: 'Et les champs eux-mêmes',
      keep: 'Restent, sans valeurs',
      keepHelp: 'Les workflows et segments qui les consultent continuent, et ne trouvent personne.',
      drop: 'Sont supprimés aussi',
      dropHelp: 'Plus rapide dans une grande boutique. Les workflows et segments qui les consultent ne fonctionnent plus.',
      confirm: 'Tout retirer',
      started: 'Les champs méta sont en cours de retrait.',
    },
    table: {
      title: 'Ce qui est écrit',
      example: (name) => `L’exemple est ${name}.`,
      caption: 'Les champs, ce qu’ils disent, et les valeurs d’un client',
      field: 'Champ', meaning: 'Ce qu’il dit', value: 'Exemple', stands: 'Dans Shopify maintenant', key: 'Clé',
      none: 'Aucune valeur',
      namespace: (namespace) => `Tous sont dans l’espace de noms ${namespace} ; Shopify met le numéro de l’application à la place de $app.`,
    },
    fields: field,
    meaning,
    runs: {
      title: 'Dernières exécutions',
      none: 'Rien n’a encore été écrit.',
      when: 'Quand', what: 'Quoi', looked: 'Examinés', written: 'Écrits', failed: 'Refusés', who: 'Qui',
      write: (why) => `Écrits, ${cause[why]}`,
      remove: 'Retirés',
      cancelled: 'annulée',
    },
  };
}
