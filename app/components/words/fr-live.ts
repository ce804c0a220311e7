import type { Formats } from '../format.ts';
import type { HealedView } from '../../insights/data-page.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishLive } from './en-live.ts';

/** Words of how Shopify's changes come in by themselves, in French. */
export function frenchLive(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishLive> {
  const { duration, instant } = formats;
  const list = new Intl.ListFormat('fr', { type: 'conjunction' });
  const { counted } = frame;
  const events = (count: number) => counted(count, 'événement', 'événements');
  const kinds = { orders: (count: number) => counted(count, 'commande', 'commandes'), customers: (count: number) => counted(count, 'client', 'clients'), products: (count: number) => counted(count, 'produit', 'produits') };
  return {
    title: 'En direct de Shopify',
    what: 'Shopify annonce à Regulars chaque commande, remboursement et modification d’un client au moment où ils ont lieu. Les profils suivent en quelques secondes.',
    upToDate: 'À jour',
    behind: 'En retard',
    behindWhat: (waiting, seconds) => `En attente de traitement : ${events(waiting)} de Shopify, le plus ancien depuis ${duration(seconds)}. Ils sont traités dans l’ordre et aucun ne se perd. Si leur nombre ne baisse pas, prévenez la personne qui gère l’application.`,
    none: 'Rien n’est encore venu de Shopify. Cela viendra avec la prochaine commande ou modification dans votre boutique.',
    received: 'Reçus',
    receivedCount: (today, lastHour) => `${events(today)} aujourd’hui, ${lastHour === 0 ? 'aucun' : formats.number(lastHour)} dans la dernière heure`,
    last: 'Dernier événement',
    lastAt: (at) => instant(at),
    waiting: 'En attente',
    waitingHow: 'Événements arrivés qui ne sont pas encore intégrés à vos données. La durée est l’âge du plus ancien.',
    nothingWaits: 'Aucun',
    waits: (count, seconds) => `${count}, le plus ancien depuis ${duration(seconds)}`,
    check: 'Chercher ce qui a été manqué',
    checkWhat: 'Des événements peuvent se perdre en route. Toutes les heures, Regulars demande à Shopify ce qui a changé et rattrape ce qui a été manqué ; une fois par jour, il cherche aussi ce qui a été supprimé.',
    checkNow: 'Vérifier maintenant',
    again: 'Recommencer',
    begun: 'La vérification a commencé.',
    notNow: 'Une importation lit tout en ce moment. Il n’y a rien à vérifier avant qu’elle soit terminée.',
    neverChecked: 'Pas encore vérifié. La première vérification vient dans les deux heures qui suivent votre première importation.',
    checking: 'Recherche de changements manqués chez Shopify',
    stalled: 'La vérification n’avance plus depuis un moment. Elle reprend d’elle-même quand l’application est de retour ; vous pouvez aussi la recommencer.',
    allRight: (at) => `Dernière vérification : ${instant(at)}. Tout était comme il faut.`,
    healed: (at, healed: readonly HealedView[]) => {
      const deleted = healed.reduce((sum, one) => sum + one.deleted, 0);
      return `Dernière vérification : ${instant(at)}. Rattrapé : ${list.format(healed.map((one) => kinds[one.kind](one.count)))}${deleted === 0 ? '' : ` (suppressions chez Shopify : ${formats.number(deleted)})`}.`;
    },
    handedOver: (at) => `Dernière vérification : ${instant(at)}. Tant de choses avaient changé qu’une importation, qui lit tout, a été lancée.`,
    failed: (at) => `La vérification du ${instant(at)} n’a pas abouti`,
    retrying: (why) => `${why} Un nouvel essai se fait de lui-même.`,
    why: (code) => reasons[code ?? ''] ?? 'Quelque chose s’est mal passé en route vers Shopify. La prochaine vérification relit la même chose : rien n’est laissé de côté.',
  };
}

const reasons: Readonly<Record<string, string>> = {
  'not-installed': 'Shopify n’accepte plus l’accès de l’application. Rouvrez l’application depuis votre interface Shopify, puis vérifiez à nouveau.',
  'access-denied': 'Shopify refuse l’accès à une partie des données. Vérifiez que l’application a reçu toutes les autorisations qu’elle demande, puis vérifiez à nouveau.',
  conservation: 'Tous les changements nommés par Shopify n’ont pas pu être comptés ; rien n’a donc été marqué comme lu. La prochaine vérification relit la même chose.',
  'shop-unavailable': 'Shopify indique que la boutique est fermée ou gelée. La vérification fonctionnera de nouveau quand elle sera ouverte.',
};
