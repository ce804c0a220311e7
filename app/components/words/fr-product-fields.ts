import type { FieldTarget, ListField } from '../../product-fields/product-field.ts';
import type { FieldRunCause, FieldRunKind } from '../../product-fields/run-cause.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishProductFields } from './en-product-fields.ts';

/** Words of lists at products, in French. */
export function frenchProductFields(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishProductFields> {
  const { number, instant, date } = formats;
  const { counted } = frame;
  const products = (count: number): string => counted(count, 'produit', 'produits');
  const lists = (count: number): string => counted(count, 'liste', 'listes');
  const field: Record<ListField, string> = { together: 'Achetés ensemble', also: 'Aussi achetés' };
  const cause: Record<FieldRunCause, string> = {
    asked: 'à l’activation', lists: 'après l’établissement des listes', products: 'car des produits ne sont plus affichés', rules: 'après votre changement de règle', resumed: 'après votre reprise', 'fields-gone': 'car des champs manquaient dans Shopify',
  };
  const kind: Record<FieldRunKind, string> = { look: 'Vérification', write: 'Écriture', undo: 'Retour avant une exécution', remove: 'Retrait' };
  const namespace: Record<FieldTarget, (name: string) => string> = {
    own: (name) => `Espace de noms ${name} ; Shopify met le numéro de l’application à la place de $app.`,
    standard: (name) => `Espace de noms ${name} : les champs que Search & Discovery remplit aussi.`,
  };
  return {
    title: 'Listes des produits',
    what: 'Regulars peut tenir deux listes sur chaque produit, dans des champs méta : ce qui s’achète avec lui et ce que les mêmes clients achètent aussi. Les blocs de votre thème les affichent avec la page elle-même, sans la ralentir. Vos épingles, exclusions et pondérations valent ici aussi.',
    field,
    heading: { off: 'Rien n’est encore écrit', on: 'Les listes sont tenues à jour', held: 'Les listes restent telles quelles', removing: 'Les listes sont en cours de retrait' },
    done: {
      on: 'Les listes sont en cours d’écriture.', off: 'Les listes sont en cours de retrait.', pause: 'Rien n’est plus écrit jusqu’à votre reprise.', resume: 'Les listes sont de nouveau écrites.', look: 'Le contenu des champs est en cours de vérification.', choose: 'C’est choisi. Rien n’est encore écrit.',
    },
    target: {
      legend: 'Où les listes sont écrites',
      own: 'Dans des champs de Regulars',
      ownHelp: 'Les blocs de Regulars les affichent. Personne d’autre n’y écrit, et leur retrait ne laisse rien.',
      standard: 'Dans les champs de Shopify pour les produits associés et complémentaires',
      standardHelp: 'Les sections de la plupart des thèmes les affichent, comme si vous les aviez choisis dans Search & Discovery. Ce qui s’y trouve déjà est à vous et n’est pas touché.',
    },
    off: {
      would: (all, together, also) => `${products(all)} ${all === 1 ? 'aurait' : 'auraient'} des listes : ${number(together)} d’achats faits ensemble, ${number(also)} d’autres achats des mêmes clients.`,
      nothing: 'Aucun produit n’a encore de liste : il n’y a rien à écrire.',
      early: 'Aucune liste n’a encore été établie. Revenez après la première importation.',
      left: (count) => `Des listes que Shopify n’a pas voulu retirer restent sur ${products(count)}.`,
      unseen: 'Le contenu de ces champs est en cours de vérification. Rien n’est écrit avant.',
      seen: (at, theirs) => `Vérifié le ${instant(at)} : ${theirs === 0 ? 'rien de vous ne s’y trouve.' : `${lists(theirs)} de vous ${theirs === 1 ? 's’y trouve et n’est pas touchée' : 's’y trouvent et ne sont pas touchées'}.`}`,
      look: 'Vérifier de nouveau',
      switchOn: 'Écrire les listes',
      askTitle: (count) => `Écrire des listes sur ${products(count)} ?`,
      ask: 'Toutes sont écrites maintenant et tenues à jour ensuite : après chaque nuit et quand vous changez une règle. Vous pouvez revenir avant n’importe quelle exécution, suspendre ou tout retirer.',
      askTheirs: (theirs) => (theirs === 0 ? 'Les listes que vous y mettrez plus tard sont à vous et restent.' : `${lists(theirs)} de vous ${theirs === 1 ? 'reste telle quelle' : 'restent telles quelles'}.`),
      askApps: 'Shopify signale à vos autres applications chaque produit qui change ; après une nuit, seules les listes dont le changement se voit sont donc écrites.',
    },
    on: {
      since: (who, at) => `Activé par ${who} le ${date(at)}.`,
      heldSince: (who, at) => `${who} est revenu en arrière le ${instant(at)}. Rien de nouveau n’est écrit jusqu’à votre reprise.`,
      standing: (count) => `${products(count)} ${count === 1 ? 'a' : 'ont'} des listes de Regulars.`,
      place: (where) => `Emplacement : ${where}.`,
      rule: 'Après une nuit, une liste est écrite si deux de ses quatre premiers produits sont autres, si une bonne part est nouvelle ou si elle contient un produit qui ne doit plus être affiché.',
      refused: (count, words) => `Shopify a refusé ${lists(count)} : ${words}`,
      pause: 'Suspendre',
      paused: (who, at) => `Suspendu par ${who} le ${instant(at)}. Ce qui change entre-temps est écrit à votre reprise.`,
      resume: 'Reprendre',
      writeAgain: 'Écrire de nouveau',
      allPaused: 'Toute écriture est suspendue sur la page de l’écriture des tags ; rien n’est donc écrit ici non plus.',
      again: 'Réessayer',
      stopped: 'L’écriture s’est arrêtée.',
      takeOff: 'Tout retirer',
    },
    progress: {
      title: { look: 'Vérification du contenu des champs', write: 'Écriture des listes', undo: 'Remise en place de ce qui s’y trouvait', remove: 'Retrait des listes' },
      waiting: 'Commence dans un instant.',
      still: 'Suspendu.',
      of: (done, all) => `${number(done)} sur ${products(all)} vus.`,
      label: 'Produits vus',
      leave: 'Vous pouvez quitter cette page. Cela continue tout seul.',
    },
    example: { title: 'Un exemple', none: 'Pas de liste : trop peu de clients l’ont acheté avec autre chose.', namespace },
    theirs: {
      title: (count) => `${lists(count)} de vous`,
      what: 'Elles s’y trouvaient avant, ou vous avez changé ce que Regulars avait écrit. Regulars n’y touche pas tant que vous n’avez pas retiré ses listes pour les écrire de nouveau.',
      caption: 'Listes qui sont à vous', product: 'Produit', field: 'Liste', value: 'Ce qui s’y trouve',
      gone: 'Rien : vous avez retiré la liste', empty: 'Une liste vide',
      more: (count) => `Et ${number(count)} de plus.`,
    },
    removal: {
      title: 'Retirer toutes les listes ?',
      what: (count) => `Les listes de ${products(count)} sont supprimées dans Shopify, et plus aucune n’est écrite.`,
      theirs: 'Les vôtres restent.',
      confirm: 'Tout retirer',
    },
    runs: {
      title: 'Dernières exécutions',
      none: 'Rien n’a encore été écrit.',
      when: 'Quand', what: 'Quoi', looked: 'Produits vus', written: 'Listes écrites', theirs: 'Trouvées à vous', failed: 'Refusées', who: 'Qui', back: 'Retour',
      write: (why) => `Écriture ${cause[why]}`,
      kind,
      cancelled: 'annulée', undone: 'défaite',
      undo: 'Annuler',
      undoOf: (at) => `Annuler l’exécution du ${at}`,
      ask: (at) => `Revenir avant l’exécution du ${at} ?`,
      askWhat: 'Chaque produit retrouve ce qui s’y trouvait avant cette exécution ; les suivantes sont donc annulées aussi. Ce qui est à vous reste.',
      askHeld: 'Ensuite, rien de nouveau n’est écrit jusqu’à votre reprise.',
      undoing: 'Ce qui s’y trouvait est en cours de remise en place.',
    },
  };
}
