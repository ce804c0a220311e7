import type { Formats } from '../format.ts';
import type { englishFirstRun } from './en-first-run.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of the first days, in French: the list of first steps, the first look, what to do about 60 days of orders. */
export function frenchFirstRun(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishFirstRun> {
  const { number, day } = formats;
  const { counted } = frame;
  return {
    steps: {
      title: 'Premiers pas',
      progress: (done, of) => `${number(done)} sur ${number(of)}`,
      allDone: 'Tout est fait. Vous pouvez masquer cette liste.',
      isDone: 'Fait',
      isOpen: 'À faire',
      hide: 'Masquer la liste',
      hidden: 'Les premiers pas sont masqués. Vous les retrouverez en bas de l’accueil.',
      show: 'Afficher les premiers pas',
      shown: 'Les premiers pas sont de nouveau en haut de l’accueil.',
      step: {
        import: { name: 'Importez votre boutique', what: 'Regulars lit tout seul produits, clients et commandes. Inutile d’attendre ici.' },
        tiers: { name: 'Regardez vos niveaux', what: 'Ouvrez un groupe de clients pour voir qui en fait partie, et pourquoi.' },
        'tag-changes': { name: 'Examinez les modifications de balises', what: 'Voyez client par client quelles balises seraient ajoutées ou retirées.' },
        approval: { name: 'Approuvez les premières modifications', what: 'Toutes ou une partie. D’ici là, rien n’est écrit dans votre boutique, et chaque exécution peut être annulée.' },
        automatic: { name: 'Activez l’écriture automatique', what: 'Les balises suivent alors vos clients chaque nuit sans vous. Vous pouvez la mettre en pause à tout moment.' },
        settings: { name: 'Regardez les paramètres', what: 'Quelles balises vous voulez, comment elles s’appellent, et à partir de quand un client est en retard.' },
      },
    },
    noCustomers: {
      title: 'Votre boutique n’a pas encore de clients',
      what: 'Regulars a lu votre boutique, et il n’y a encore personne. Les clients apparaissent d’eux-mêmes quelques secondes après leur inscription ou leur première commande.',
      tags: 'Les balises seront proposées quand des clients achèteront. D’ici là, il n’y a rien à faire ici.',
      segments: 'Un segment Shopify trouve les clients par une balise, et il n’y a encore personne pour en porter une.',
      toHome: 'Aller à l’accueil',
    },
    provisional: {
      badge: 'Provisoire',
      title: 'Premier aperçu',
      from: (orders, onDay) => orders < 2
        ? `Calculé à partir de la première commande lue, au ${day(onDay)}.`
        : `Calculé à partir des ${number(orders)} premières commandes lues, au ${day(onDay)}.`,
      toCome: (orders) => `Encore à lire : ${counted(orders, 'commande', 'commandes')} et tous les remboursements.`,
      toComeRefunds: 'Encore à lire : tous les remboursements.',
      stopped: 'L’importation s’est arrêtée avant d’avoir tout lu.',
      howFar: 'Voir où en est l’importation',
      meaning: 'Les chiffres et les niveaux vont changer. Aucune balise n’est proposée ni écrite avant que tout soit lu.',
    },
    sixtyDays: {
      title: 'Shopify ne montre à cette application que les 60 derniers jours de commandes',
      what: 'Chiffres, niveaux et balises reposent donc sur 60 jours, et la plupart des clients semblent plus récents, et d’une valeur moindre, qu’ils ne le sont. Pour y remédier :',
      steps: [
        'Demandez à la personne qui a installé Regulars de solliciter l’accès « Lire toutes les commandes » (read_all_orders) pour l’application dans son tableau de bord Shopify Partners.',
        'Quand Shopify l’a accordé, rouvrez Regulars et acceptez le nouvel accès si Shopify vous le demande.',
        'Relancez ensuite l’importation. Rien n’est doublé, et les niveaux et modifications de balises sont recalculés.',
      ],
    },
  };
}
