import type { Formats } from '../format.ts';
import type { englishCustomers } from './en-customers.ts';
import type { englishFrame } from './en-frame.ts';
import { frenchCustomerViews } from './fr-customer-views.ts';
import { frenchExport } from './fr-export.ts';
import { frenchMarkedTags } from './fr-marked-tags.ts';

/** Words of the list of customers, in French. */
export function frenchCustomers(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishCustomers> {
  const { number, day } = formats;
  const { counted } = frame;
  return {
    title: 'Clients',
    search: 'Nom, e-mail ou balise',
    searchLabel: 'Rechercher des clients',
    clearSearch: 'Effacer la recherche',
    filters: 'Filtres',
    tier: 'Niveau',
    stage: 'Étape',
    tag: 'Balise',
    tagPlaceholder: 'La balise entière, par exemple VIP',
    tagApply: 'Appliquer',
    tierCount: (name, customers) => `${name} (${number(customers)})`,
    tierIs: (names) => `Niveau : ${names}`,
    stageIs: (names) => `Étape : ${names}`,
    tagIs: (name) => `Balise : ${name}`,
    fits: 'Correspond à',
    risk: 'Risque',
    riskIs: (names: string) => `Risque de ne pas acheter : ${names}`,
    riskName: { low: 'Faible', medium: 'Moyen', high: 'Élevé' },
    due: 'Échéance',
    dueIs: 'Commande attendue cette semaine',
    dueWeek: 'Cette semaine',
    fitsIs: (names) => `Correspond à ${names}`,
    remove: (filter) => `${filter} : retirer ce filtre`,
    clearAll: 'Tout effacer',
    sortBy: 'Trier par',
    sort: {
      'last-order desc': 'Dernière commande, la plus récente d’abord',
      'last-order asc': 'Dernière commande, la plus ancienne d’abord',
      'net-spend desc': 'Dépenses nettes, les plus élevées d’abord',
      'net-spend asc': 'Dépenses nettes, les plus faibles d’abord',
      'orders desc': 'Commandes, le plus grand nombre d’abord',
      'orders asc': 'Commandes, le plus petit nombre d’abord',
      'name asc': 'Nom, de A à Z',
      'name desc': 'Nom, de Z à A',
      'tier asc': 'Niveau, le meilleur d’abord',
      'tier desc': 'Niveau, le dernier d’abord',
      'value desc': 'Valeur attendue, décroissante',
      'value asc': 'Valeur attendue, croissante',
      'risk desc': 'Risque de ne pas acheter, le plus élevé d’abord',
      'risk asc': 'Risque de ne pas acheter, le plus faible d’abord',
      'next-order asc': 'Prochaine commande, la plus proche d’abord',
      'next-order desc': 'Prochaine commande, la plus lointaine d’abord',
    },
    sortColumn: (column) => `Trier par ${column}`,
    column: { name: 'Client', tier: 'Niveau', stage: 'Étape', lastOrder: 'Dernière commande', orders: 'Commandes', netSpend: 'Dépenses nettes', tags: 'Balises', value: '12 prochains mois', risk: 'Risque', nextOrder: 'Prochaine commande' },
    caption: 'Clients',
    lastOrder: (onDay) => day(onDay),
    noOrder: 'Aucun achat',
    matching: (count) => counted(count, 'client', 'clients'),
    matchingOf: (count, all) => `${number(count)} sur ${counted(all, 'client', 'clients')}`,
    moreTags: (count) => counted(count, 'autre', 'autres'),
    views: frenchCustomerViews(),
    ...frenchExport(formats, frame),
    markedTags: frenchMarkedTags(formats, frame),
    empty: {
      noneTitle: 'Aucun client pour l’instant',
      none: 'Regulars n’a encore lu aucun client de votre boutique. L’importation, sur l’accueil, les fait entrer.',
      toHome: 'Aller à l’accueil',
      filteredTitle: 'Aucun client ne correspond',
      filtered: 'Personne ne répond à la fois à cette recherche et à ces filtres. Retirez-en un pour en voir davantage.',
      clear: 'Effacer la recherche et les filtres',
    },
  };
}
