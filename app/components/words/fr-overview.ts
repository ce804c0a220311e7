import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishOverview } from './en-overview.ts';

/** Words of Home's charts and of what needs attention, in French. */
export function frenchOverview(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishOverview> {
  const { money, calendarMonth: month } = formats;
  const { counted } = frame;
  return {
    months: {
      title: 'Nouveaux et revenus',
      what: 'Un acheteur est nouveau le mois de son premier achat, et revenu chaque mois suivant où il achète. Tout ce qu’il dépense dans un mois est du même côté.',
      buyers: 'Acheteurs par mois',
      revenue: 'Chiffre d’affaires net par mois',
      newBuyers: 'Nouveaux',
      returningBuyers: 'Revenus',
      other: 'Sans client',
      otherHow: 'Commandes sans client, et celles des clients que vous avez exclus.',
      table: 'Tous les mois sous forme de tableau',
      caption: 'Acheteurs nouveaux et revenus et leur chiffre d’affaires net par mois, le plus récent d’abord',
      month: 'Mois',
      columns: { newBuyers: 'Nouveaux acheteurs', returningBuyers: 'Acheteurs revenus', newRevenue: 'CA des nouveaux', returningRevenue: 'CA des revenus', otherRevenue: 'Sans client' },
      soFar: (of) => `${month(of)} jusqu’ici`,
      loading: 'Le graphique se dessine',
      drawnBuyers: (from, to, newest) =>
        `Acheteurs nouveaux et revenus par mois, de ${month(from)} à ${month(to)}. ${month(newest.month)} : ${counted(newest.newBuyers, 'nouveau', 'nouveaux')}, ${counted(newest.returningBuyers, 'revenu', 'revenus')}. Le tableau contient tous les mois.`,
      drawnRevenue: (from, to, newest) =>
        `Chiffre d’affaires net des acheteurs nouveaux et revenus par mois, de ${month(from)} à ${month(to)}. ${month(newest.month)} : ${money(newest.newRevenue, { whole: true })} des nouveaux, ${money(newest.returningRevenue, { whole: true })} des revenus. Le tableau contient tous les mois.`,
    },
    attention: {
      title: 'À surveiller',
      slipping: (customers) => counted(customers, 'de vos VIP s’éloigne', 'de vos VIP s’éloignent'),
      worth: (minor) => `Dépenses sur un an : ${money(minor, { whole: true })}. Le moment habituel d’une nouvelle commande est passé.`,
      vipHow: 'Un VIP a acheté au moins deux fois et fait partie du premier dixième selon ses dépenses de l’année écoulée. S’éloigne : à risque ou perdu de vue selon son propre rythme.',
      term: 'VIP qui s’éloignent',
      nobody: 'Aucun de vos VIP ne s’éloigne.',
      off: 'La balise VIP est désactivée : les VIP ne sont donc pas surveillés.',
      toSettings: 'Ouvrir les paramètres',
      caption: 'VIP qui s’éloignent, les derniers en date d’abord',
      customer: 'Client',
      stage: 'Étape',
      since: 'Depuis',
      lastOrder: 'Dernier achat',
      spend: 'Dépenses sur un an',
      all: 'Les voir dans la liste',
    },
  };
}
