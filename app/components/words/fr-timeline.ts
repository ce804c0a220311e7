import type { RiskCause } from '../../forecast/risk-event.ts';
import type { TierChangeCause } from '../../profiles/tier-change.ts';
import type { Stage } from '../../profiles/stage.ts';
import type { Tier } from '../../profiles/tier.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishTimeline } from './en-timeline.ts';
import { standingNames } from './standing-names.ts';

/** Words of a customer's timeline, and of the pictures of their scores, in French. */
export function frenchTimeline(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishTimeline> {
  const { number, percent, money } = formats;
  const { counted } = frame;
  const { tier, stage, share } = standingNames(formats, frame);
  return {
    title: 'Historique',
    show: 'Ce que montre l’historique',
    choice: { all: 'Tout', orders: 'Commandes, remboursements et réponses', changes: 'Niveaux, balises et risque' },
    none: { all: 'Rien ne s’est encore passé. Les commandes, remboursements, balises et changements de niveau apparaîtront ici.', orders: 'Aucune commande.', changes: 'Aucun changement de niveau ni de balise pour l’instant. Ils sont notés à partir du premier classement complet.' },
    kind: { order: 'Commande', refund: 'Remboursement', tag: 'Balise', 'merchant-tag': 'Balise', tier: 'Niveau', merge: 'Fusion', risk: 'Risque', answers: 'Réponses' },
    order: (name: string) => `Commande ${name}`,
    refund: (amount: string) => `Remboursement de ${amount}`,
    refundOf: (order: string) => `Pour la commande ${order}`,
    line: (quantity: number, title: string) => `${number(quantity)} × ${title}`,
    giftCard: 'Carte-cadeau',
    more: (count: number) => `et ${counted(count, 'autre ligne', 'autres lignes')}`,
    value: (amount: string) => `Valeur nette ${amount}`,
    otherCurrency: 'Dans une devise que votre boutique a quittée depuis : n’entre dans aucun montant.',
    financial: {
      PAID: 'Payée', PARTIALLY_PAID: 'Partiellement payée', PARTIALLY_REFUNDED: 'Partiellement remboursée', REFUNDED: 'Remboursée', PENDING: 'Paiement en attente', AUTHORIZED: 'Autorisée', VOIDED: 'Annulée (paiement)', EXPIRED: 'Expirée',
    } as Record<string, string>,
    cancelled: 'Annulée',
    test: 'Test',
    notCounted: 'Ne compte pas : seules comptent les commandes payées, ni annulées ni de test.',
    tagAdded: (name: string) => `Balise ${name} ajoutée par Regulars`,
    tagRemoved: (name: string) => `Balise ${name} retirée par Regulars`,
    undone: 'Annulé depuis.',
    run: (id: number) => `Exécution ${number(id)}`,
    undoRun: (id: number, of: number) => `Exécution ${number(id)}, annule l’exécution ${number(of)}`,
    approvedBy: (person: string) => `approuvée par ${person}`,
    automatic: (person: string) => `automatique, activé par ${person}`,
    undoThere: 'Elle peut y être annulée.',
    person: (id: string) => `membre du personnel ${id}`,
    merchantAdded: (name: string) => `Balise ${name} remise par vous`,
    merchantRemoved: (name: string) => `Balise ${name} retirée par vous`,
    merchantNoticed: 'Ou par une autre application ou un flux de travail. C’est le moment où Regulars l’a remarqué.',
    tierMoved: (from: Tier | null, to: Tier | null) => `Niveau : de ${tier(from)} à ${tier(to)}`,
    stageMoved: (from: Stage | null, to: Stage | null) => `Étape : de ${stage(from)} à ${stage(to)}`,
    cause: {
      customer: null, settings: 'Parce que les paramètres de votre boutique ont changé, pas le client.', rules: 'Parce que votre boutique est désormais mesurée selon une autre règle, pas à cause du client.',
    } satisfies Record<TierChangeCause, string | null>,
    mergedFrom: (id: string) => `En tant que client ${id}, avant la fusion des deux.`,
    merged: (id: string) => `Le client ${id} a été fusionné avec celui-ci dans Shopify`,
    mergedWhat: 'Les commandes, balises et historiques des deux figurent ici.',
    riskRose: (after: number, line: number) => `Risque de ne plus acheter monté à ${percent(after)}, au-delà de votre seuil de ${percent(line)}`,
    riskBefore: (before: number) => `Il était de ${percent(before)}.`,
    riskCause: {
      time: 'Du temps a passé sans achat.', event: 'Quelque chose a changé pour ce client ce jour-là.', settings: 'Constaté après un changement des paramètres de votre boutique.',
    } satisfies Record<RiskCause, string>,
    spread: {
      title: 'Scores dans votre boutique',
      what: 'Les barres sont vos acheteurs, du moins bon à gauche au meilleur à droite. Les lignes pointillées marquent les changements de score ; la barre foncée contient ce client.',
      notYet: 'Les graphiques des scores apparaîtront au prochain classement.',
      table: (score: string) => `${score} sous forme de tableau`,
      here: 'Ce client',
      buyers: 'Acheteurs',
      score: 'Score',
      recency: (below: number, same: number, buyers: number) => `Sur ${counted(buyers, 'acheteur', 'acheteurs')}, ${share(below, buyers)} sont plus en retard selon leur propre rythme, ${share(same, buyers)} à peu près autant.`,
      frequency: (below: number, same: number, buyers: number) => `Sur ${counted(buyers, 'acheteur', 'acheteurs')}, ${share(below, buyers)} ont acheté moins souvent, ${share(same, buyers)} aussi souvent.`,
      monetary: (below: number, same: number, buyers: number) => `Sur ${counted(buyers, 'acheteur', 'acheteurs')}, ${share(below, buyers)} ont dépensé moins, ${share(same, buyers)} à peu près autant.`,
      picture: (name: string, score: number, place: string) => `${name} : ${number(score)} sur 5. ${place}`,
      recencyColumn: 'Jours depuis la dernière commande, selon les limites de ce client',
      frequencyColumn: 'Achats pris en compte',
      monetaryColumn: 'Dépenses prises en compte',
      daysUpTo: (from: number, to: number) => (from === to ? counted(to, 'jour', 'jours') : `${number(from)} à ${counted(to, 'jour', 'jours')}`),
      daysFrom: (from: number) => `${counted(from, 'jour', 'jours')} ou plus`,
      purchases: (count: number) => number(count),
      purchasesFrom: (count: number) => `${number(count)} ou plus`,
      noSpend: 'Aucune',
      spend: (from: number, to: number) => `de ${money(from)} à ${money(to)}`,
    },
    gone: {
      mergedTitle: 'Ce client a été fusionné avec un autre',
      merged: 'Dans Shopify, les deux ne font plus qu’un client. Commandes, balises et historique ont suivi.',
      toKept: (name: string) => `Ouvrir ${name}`,
      deletedTitle: 'Ce client n’existe plus dans Shopify',
      deleted: 'Il y a été supprimé : Regulars n’en montre donc plus rien. Ses commandes comptent toujours dans les chiffres de votre boutique.',
    },
  };
}
