import type { Formats } from '../format.ts';
import type { englishCustomer } from './en-customer.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of one customer's page, in French. */
export function frenchCustomer(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishCustomer> {
  const { number, percent, money, day } = formats;
  const { counted } = frame;
  return {
    back: 'Clients',
    noEmail: 'Pas d’e-mail',
    since: (at) => `Client depuis le ${formats.date(at)}`,
    openInShopify: 'Ouvrir dans Shopify',
    unknownTitle: 'Ce client n’existe pas',
    unknown: 'Regulars ne connaît pas ce client. Il a peut-être été supprimé ou fusionné dans Shopify, ou est arrivé après la dernière importation.',
    toCustomers: 'Retour aux clients',
    notSortedTitle: 'Pas encore classé',
    notSorted: 'Ce client est arrivé après le dernier classement de vos clients. Sa situation apparaîtra au prochain classement.',
    standing: 'Où en est ce client',
    stage: 'Étape',
    tier: 'Niveau',
    asOf: (onDay) => `Au ${day(onDay)}`,
    excluded: (tags) => `${tags.length === 0 ? 'Lors du dernier classement, ce client portait une balise que vous avez exclue dans les paramètres.' : `Ce client porte ${tags.map((tag) => `« ${tag} »`).join(' et ')}, que vous avez exclu dans les paramètres.`} Il a des données, mais ni score, ni niveau, ni balises, et ne compte dans aucun chiffre sur les clients.`,
    excludedNext: 'Retirez la balise dans Shopify, ou modifiez les balises exclues dans les paramètres, pour qu’il soit classé.',
    scoresTitle: 'Scores',
    score: (value) => `${number(value)} sur 5`,
    facts: {
      title: 'Données',
      firstOrder: 'Premier achat',
      lastOrder: 'Dernier achat',
      orders: 'Commandes',
      ordersHow: 'Commandes payées, ni annulées ni de test.',
      purchases: 'Achats',
      purchasesHow: 'Commandes dont il reste une valeur après remises et remboursements. Une commande entièrement remboursée n’en est pas un.',
      netSpend: 'Dépenses nettes',
      netSpendHow: 'Tous les achats après remises et remboursements, hors taxes, livraison et cartes-cadeaux.',
      average: 'Achat moyen',
      refunded: 'Retourné',
      refundedUnits: (refunded, bought) => (bought === 0 ? 'Rien' : `${percent(refunded / bought)} (${number(refunded)} sur ${counted(bought, 'unité', 'unités')})`),
      discounted: 'Avec remise',
      discountedOrders: (discounted, orders) => (orders === 0 ? 'Aucune' : `${percent(discounted / orders)} (${number(discounted)} sur ${counted(orders, 'commande', 'commandes')})`),
      usualGap: 'Jours entre deux achats',
      usualGapDays: (days) => `d’habitude ${counted(days, 'jour', 'jours')}`,
      channels: 'Canaux',
      channel: (name, orders) => `${name} (${number(orders)})`,
      products: 'Produits préférés',
      product: (orders, units) => `dans ${counted(orders, 'commande', 'commandes')}, ${counted(units, 'unité', 'unités')}`,
      noProducts: 'Aucun produit pour l’instant.',
      otherCurrency: (purchases) => purchases === 1
        ? '1 achat était dans une devise que votre boutique a quittée depuis : il compte comme achat, mais n’entre dans aucun montant.'
        : `${number(purchases)} achats étaient dans une devise que votre boutique a quittée depuis : ils comptent comme achats, mais n’entrent dans aucun montant.`,
      never: 'Jamais',
    },
    shopifyGroup: {
      title: 'Groupe selon Shopify',
      none: 'aucun indiqué',
      name: (group) => group.charAt(0) + group.slice(1).toLowerCase().replaceAll('_', ' '),
      what: 'Issu de l’analyse de Shopify. Sa règle n’est pas publiée : il ne concorde pas forcément avec le niveau indiqué ici.',
    },
    tags: {
      title: 'Balises',
      none: 'Aucune balise.',
      ours: 'Écrites par Regulars',
      merchants: 'Les vôtres',
      oursWhat: 'Regulars les a écrites et les retire quand elles ne conviennent plus.',
      merchantsWhat: 'Elles étaient là avant, ou viennent de vous ou d’une autre application. Regulars n’y touche jamais.',
      wanted: 'En attente de votre approbation',
      wantedWhat: 'Seront ajoutées dès que vous aurez approuvé les modifications de balises.',
      heldOff: 'Convient, mais n’est pas mise',
      fitsToo: 'Elle conviendrait, mais vous l’avez déjà : Regulars la laisse telle quelle.',
      writing: 'Approuvée, bientôt écrite',
      off: 'Convient, mais est désactivée',
      offWhat: 'Activez une balise dans les paramètres pour qu’elle soit proposée.',
      review: 'Voir les modifications de balises',
      removal: (onDay) => `Ne convient plus. Son retrait sera proposé le ${onDay}, sauf si elle convient de nouveau.`,
      removalNow: 'Ne convient plus. Son retrait attend votre approbation.',
      removalRenamed: 'Cette balise porte désormais un autre nom dans Regulars. Le retrait de l’ancienne attend votre approbation.',
      writtenOn: (at) => `depuis le ${formats.instant(at)}`,
      standsAs: (name) => `Vous l’avez déjà sous la forme « ${name} ».`,
      noneWanted: 'Aucune balise ne convient à ce client pour le moment.',
    },
    money,
  };
}
