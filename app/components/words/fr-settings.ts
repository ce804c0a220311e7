import type { Formats } from '../format.ts';
import { LEAST_MARGIN, MOST_DISCOUNT_RATE, MOST_MARGIN } from '../../forecast/forecast-settings.ts';
import { LEAST_RISK_LINE, MOST_RISK_LINE } from '../../forecast/risk-line.ts';
import { MOST_EXCLUDED_TAGS, type DraftFault } from '../../settings/settings-fault.ts';
import type { ChoicePart } from '../../settings/shop-choice.ts';
import { TAG_MAX_LENGTH } from '../../tags/tag-name.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishSettings } from './en-settings.ts';

/** Words of the Settings screen, in French. */
export function frenchSettings({ number, percent, instant }: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishSettings> {
  const { counted, countedCustomers } = frame;
  const part: Record<ChoicePart, string> = {
    window: 'Période prise en compte', rRule: 'Règle R', fRule: 'Règle F', atRisk: 'Quand un client est à risque', tierMap: 'Niveaux', excludedTags: 'Balises exclues',
    tagNames: 'Noms des balises', tagsOn: 'Balises actives ou non', nightly: 'Classement de la nuit', riskLine: 'Seuil de risque', worth: 'Valeur client',
  };
  return {
    title: 'Paramètres',
    save: 'Enregistrer',
    discard: 'Ignorer',
    saved: 'Paramètres enregistrés',
    unchanged: 'Rien n’a été modifié',
    reset: 'Valeurs par défaut',
    resetShown: 'Les valeurs par défaut sont dans le formulaire ci-dessous. Rien n’est enregistré tant que vous n’enregistrez pas ; les paramètres précédents restent dans l’historique.',
    broughtBack: 'Les paramètres précédents sont dans le formulaire ci-dessous. Rien n’est enregistré tant que vous n’enregistrez pas.',
    fault: (fault) => frenchFault(fault, number),
    mend: 'Corrigez les champs signalés, puis enregistrez de nouveau.',
    inForce: {
      title: 'Votre boutique est encore petite',
      what: (buyers, repeat, days) =>
        `Les clients sont classés entre eux à partir de 500 acheteurs, dont 100 ayant deux achats ou plus, et de 180 jours de commandes. Votre boutique compte ${buyers} acheteurs, dont ${repeat} ayant deux achats ou plus, et ${days} jours. D’ici là, le montant suit votre commande médiane, la récence le rythme de chaque client et la fréquence des paliers fixes, quel que soit le choix ci-dessous.`,
      never: 'Votre boutique n’a pas encore été importée : il n’y a personne à classer. Ce que vous choisissez ici vaudra dès la première importation.',
    },
    counting: {
      title: 'Comment les clients sont évalués',
      window: 'Période prise en compte pour la fréquence et le montant',
      windowHelp: 'Les achats antérieurs ne comptent ni dans F ni dans M. Le rythme et la récence utilisent toujours tout l’historique.',
      windows: { 12: '12 derniers mois', 24: '24 derniers mois', 36: '36 derniers mois', all: 'Tout l’historique' },
      rRule: 'Récence (R)',
      rRules: { rhythm: 'Selon le rythme de chaque client', plain: 'Par rang parmi tous les acheteurs' },
      rHelp: { rhythm: 'Qui commande d’habitude chaque mois est en retard après six semaines ; qui commande une fois par an ne l’est pas.', plain: 'Le cinquième ayant commandé le plus récemment reçoit 5, celui ayant commandé il y a le plus longtemps reçoit 1.' },
      fRule: 'Fréquence (F)',
      fRules: { bands: 'Par paliers fixes', midrank: 'Par rang parmi tous les acheteurs' },
      fHelp: { bands: '1 achat, 2, 3, 4 à 5, et 6 ou plus.', midrank: 'Le cinquième ayant acheté le plus souvent reçoit 5. Là où la plupart ont acheté une fois, la plupart partagent un même score.' },
      atRisk: 'Quand un client est à risque',
      atRisks: { rhythm: 'Au-delà de sa propre limite de retard', flat: 'Après 30 jours, pour tous' },
      atRiskHelp: { rhythm: 'Une fois et demie son intervalle habituel entre deux commandes, et au moins 30 jours.', flat: 'Simple, mais tient pour en retard tous ceux qui commandent moins d’une fois par mois.' },
    },
    tiers: {
      title: 'Niveaux',
      what: 'À quel niveau correspond chaque combinaison de scores. Les nouveaux clients et les prospects ont leurs propres règles.',
      caption: 'Niveau pour chaque récence (lignes) et pour fréquence et montant réunis (colonnes)',
      cell: (row, r, column) => `${row} (R ${r}), ${column}`,
      choose: 'Choisir un niveau',
      restore: 'Niveaux par défaut',
    },
    tags: {
      title: 'Balises',
      what: 'Comment chaque balise s’appelle dans Shopify, et lesquelles Regulars tient à jour. Le retrait d’une balise désactivée est proposé là où Regulars l’a écrite, après sept jours.',
      on: (name) => `Tenir à jour la balise « ${name} »`,
      name: (name) => `Nom de la balise pour ${name}`,
      meaning: {
        lapsed: 'Bien au-delà de l’intervalle habituel entre deux commandes.', 'at-risk': 'Au-delà de la limite de retard, pas encore perdu de vue.', new: 'Un seul achat, à l’heure, datant de 90 jours au plus.',
        loyal: 'Niveau Champions ou Fidèles.', vip: 'Deux achats ou plus, et dans le premier dixième selon les dépenses des 365 derniers jours.',
        'discount-seeker': 'Trois commandes ou plus, dont au moins 60 % avec remise, et 20 points au-dessus de votre boutique.',
        'serial-returner': 'Cinq commandes ou plus, et plus de la moitié des unités dont on attend le retour.',
        'big-spender': 'Deux achats ou plus, et un achat moyen parmi les premiers 5 %.',
      },
    },
    excluded: {
      title: 'Clients à exclure',
      what: 'Les clients portant l’une de ces balises n’ont ni score ni balises et ne comptent dans aucun rang : le personnel, par exemple, ou le client de passage de votre point de vente.',
      label: 'Balise',
      add: 'Ajouter',
      list: 'Balises exclues',
      none: 'Personne n’est exclu.',
      known: 'Cette balise est déjà dans la liste.',
      remove: (tag) => `Retirer la balise ${tag}`,
    },
    risk: {
      title: 'Risque de ne plus acheter',
      what: 'Dès que votre boutique a une prévision, un client dont le risque dépasse ce seuil est noté dans son historique, une fois par dépassement. Rien n’est envoyé ni écrit dans votre boutique.',
      label: 'Seuil',
      help: 'Qui oscille autour du seuil n’est noté qu’une fois : son risque doit d’abord descendre 5 points plus bas.',
    },
    worth: {
      title: 'Ce que valent les clients',
      what: 'La valeur prévue d’un client est sa dépense attendue. Avec votre marge et vos coûts, elle devient ce qu’il en reste. Niveaux et balises n’en changent pas.',
      margin: 'Marge brute',
      marginHelp: 'Ce qui reste des ventes nettes après le coût des marchandises. 100 % : la valeur est la dépense.',
      cost: (currency) => (currency === null ? 'Coût de chaque achat' : `Coût de chaque achat (${currency})`),
      costHelp: 'Emballage, port, paiement.',
      discount: 'Décote par an',
      discountHelp: 'L’argent qui vient un an plus tard compte d’autant moins.',
    },
    night: {
      title: 'Classement de la nuit',
      what: 'Les clients prennent du retard sur leur rythme sans passer de commande : tous sont donc classés de nouveau une fois par jour.',
      label: 'Heure',
      help: (zone) => `Dans le fuseau horaire de votre boutique, ${zone}.`,
      next: (at) => `Prochaine fois : ${instant(at)}.`,
      stands: 'L’horloge de cette démo est arrêtée : aucune nuit ne vient toute seule.',
      notYet: 'Il commence après la première importation.',
      moves: 'L’heure ne fait changer personne de niveau.',
    },
    preview: {
      title: 'Aperçu',
      working: (percent) => `Calcul de qui changerait de niveau : ${percent} %`,
      bar: 'Avancement de l’aperçu',
      faults: 'Pas d’aperçu tant qu’un champ est incorrect.',
      nobodyYet: 'Il n’y a pas encore de clients : personne ne change de niveau.',
      nobody: (of) => (of < 2 ? 'Personne ne change de niveau.' : `Personne ne change de niveau : les ${countedCustomers(of)} gardent le leur.`),
      moved: (moved, of) => `${number(moved)} sur ${countedCustomers(of)} ${moved < 2 ? 'changerait' : 'changeraient'} de niveau.`,
      from: 'De', to: 'À', customers: 'Clients',
      caption: 'Clients qui changeraient de niveau',
      more: (count) => `Et ${counted(count, 'autre changement', 'autres changements')}`,
      tagsCaption: 'Balises qui changeraient',
      tag: 'Balise', now: 'Maintenant', then: 'Ensuite', newly: 'En plus', noLonger: 'En moins',
      tagsSame: 'Chaque balise reste chez les mêmes clients.',
      off: 'désactivée',
      renamed: (from, to) => `${from} → ${to}`,
      switchedOn: 'activée', switchedOff: 'désactivée',
      oldName: (from, to, customers) => `« ${from} » serait retirée chez ${countedCustomers(customers)} là où Regulars l’a écrite, et remplacée par « ${to} ». Là où la balise est la vôtre, elle reste. Un flux Shopify Flow qui attend « ${from} » est à modifier par vous.`,
      oldNameNowhere: (from) => `Regulars n’a encore écrit « ${from} » chez personne : il n’y a donc pas d’ancien nom à retirer.`,
      proposal: (adds, removes, automatic) => `Modifications de balises alors proposées : ${number(adds)} à ajouter et ${number(removes)} à retirer. ${automatic ? 'Comme les balises sont écrites automatiquement, cela se fera dès que vos clients auront été reclassés.' : 'L’enregistrement seul n’écrit rien dans votre boutique.'}`,
      pastLine: (lineNow, now, lineThen, then) => `Aujourd’hui, ${countedCustomers(then)} ${then > 1 ? 'dépassent' : 'dépasse'} ${percent(lineThen)} ; au-delà de ${percent(lineNow)}, il y en a ${number(now)}. Personne n’est noté parce que le seuil change : seulement qui le dépasse ensuite.`,
      noForecast: 'Votre boutique n’a pas encore de prévision : personne ne dépasse un seuil.',
      worth: 'Les valeurs client sont recalculées dès l’enregistrement.',
      waits: 'Votre boutique a moins de 500 acheteurs : le classement par rang ne commence pas encore.',
      failed: 'L’aperçu n’a pas pu être calculé. Vous pouvez tout de même enregistrer.',
      again: 'Réessayer',
    },
    progress: {
      title: 'Les clients sont classés selon les nouveaux paramètres',
      what: 'D’ici là, les écrans affichent les niveaux précédents.',
      bar: 'Avancement du classement',
      left: (time) => `Encore ${time} environ.`,
      proposing: 'Les modifications de balises sont recalculées',
      done: 'Terminé : les clients sont classés selon les nouveaux paramètres',
      moved: (moved) => (moved === 0 ? 'Personne n’a changé de niveau.' : `${counted(moved, 'client a', 'clients ont')} changé de niveau.`),
      tags: (automatic) => (automatic ? 'Les modifications de balises sont recalculées, et écrites automatiquement.' : 'Les modifications de balises sont recalculées. Rien n’est écrit dans votre boutique au-delà de ce que vous approuvez.'),
      forecast: 'Enregistré : les valeurs client sont recalculées',
      forecastWhat: 'Cela prend de quelques secondes à quelques minutes. La page Données montre l’avancement.',
      review: 'Voir les modifications de balises',
    },
    history: {
      title: 'Modifications des paramètres',
      none: 'Rien n’a encore été modifié : ce sont les valeurs par défaut.',
      when: 'Quand', who: 'Qui', what: 'Quoi', action: 'Rétablir',
      person: (id, name) => (id === '' ? 'Ailleurs dans Regulars' : name ?? `Membre du personnel ${id}`),
      bringBack: 'Rétablir l’état d’avant',
      bringBackOf: (when) => `Rétablir les paramètres d’avant le ${when}`,
      parts: (parts) => parts.map((one) => part[one]).join(', '),
    },
    standing: (standing) => (standing === 'excluded' ? frame.excluded : standing === 'absent' ? frame.none : frame.tierName[standing]),
  };
}

function frenchFault(fault: DraftFault, number: (value: number) => string): string {
  switch (fault.code) {
    case 'choose': return fault.field.startsWith('tier-') ? 'Choisissez un niveau pour cette case. Chaque case en a besoin.' : 'Choisissez l’une des options.';
    case 'empty': return fault.field === 'excludedTags' ? 'Écrivez le nom de la balise.' : 'Donnez un nom à la balise. Pour vous en passer, désactivez-la.';
    case 'comma': return 'Shopify sépare les balises par des virgules : une balise ne peut donc pas en contenir. Retirez-la.';
    case 'control': return 'Une balise ne peut contenir ni retour à la ligne ni caractère de commande. Retirez-les.';
    case 'long': return `Shopify accepte des balises de ${number(TAG_MAX_LENGTH)} caractères au plus, et celle-ci en a ${number(fault.length)}. Raccourcissez-la.`;
    case 'same-name': return `« ${fault.as} » porte déjà ce nom, et Shopify ne distingue pas majuscules et minuscules. Choisissez un autre nom.`;
    case 'too-many': return `On peut exclure ${number(MOST_EXCLUDED_TAGS)} balises au plus. Retirez-en.`;
    case 'no-time': return 'Écrivez une heure, par exemple 03:30.';
    case 'no-risk': return `Écrivez un pourcentage entier de ${LEAST_RISK_LINE} à ${MOST_RISK_LINE}.`;
    case 'no-margin': return `Écrivez un pourcentage entier de ${LEAST_MARGIN} à ${MOST_MARGIN}.`;
    case 'no-cost': return 'Écrivez un montant comme 2,50, d’un million au plus.';
    case 'no-discount': return `Écrivez un pourcentage entier de 0 à ${MOST_DISCOUNT_RATE}.`;
  }
}
