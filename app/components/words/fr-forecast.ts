import type { ForecastProgress } from '../../forecast/forecast-floor.ts';
import type { Formats } from '../format.ts';
import type { englishForecast } from './en-forecast.ts';
import type { englishFrame } from './en-frame.ts';

/** What a customer is expected to do, in French. */
export function frenchForecast(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishForecast> {
  const { number, percent, money, day } = formats;
  const { counted } = frame;
  return {
    title: 'Prévision',
    how: 'Calculée chaque nuit d’après tous les achats de vos clients et la saison de votre boutique, et vérifiée sur le passé de votre boutique avant d’être montrée. C’est une attente, pas une promesse.',
    band: { low: 'Faible risque de ne pas acheter', medium: 'Risque moyen de ne pas acheter', high: 'Risque élevé de ne pas acheter' },
    value: 'Valeur des 12 prochains mois',
    valueHow: ({ grossMargin, costPerPurchase, discountRate }) =>
      `Achats attendus multipliés par ce que vaut un achat de ce client : après remises et remboursements, hors taxes${grossMargin < 1 ? `, dont votre marge laisse ${percent(grossMargin)}` : ''}${costPerPurchase > 0 ? `, moins ${money(Math.round(costPerPurchase))} par achat` : ''}${discountRate > 0 ? `, et ${percent(discountRate)} de moins par an pour l’argent qui vient plus tard` : ''}. Sur dix clients, huit environ restent dans la fourchette ; moins si l’année de toute la boutique est meilleure ou pire qu’il n’y paraît.`,
    range: (low: number, high: number) => (low === 0 ? `entre rien et ${money(high)}` : `entre ${money(low)} et ${money(high)}`),
    mostlyNothing: 'très probablement rien : la valeur est la moyenne des rares qui reviennent',
    buys: (days: number) => `Chance d’achat en ${counted(days, 'jour', 'jours')}`,
    buysHow: 'Le nombre de jours est le double du temps habituel entre deux achats dans votre boutique, au moins 30 et au plus 365. Le risque de ne pas acheter est ce qui manque à 100 % : faible sous 33 %, élevé au-dessus de 66 %.',
    nextOrder: 'Prochaine commande attendue',
    nextOrderHow: 'Si la personne est toujours cliente, elle aura commandé avant ce jour dans la moitié des cas.',
    farAway: 'Pas avant deux ans',
    ifStill: (onDay: number) => `${day(onDay)}, si la personne est encore cliente`,
    anyDay: 'D’un jour à l’autre',
    alive: 'Chance d’être encore client',
    aliveHow: 'D’après son seul rythme. Personne n’est classé selon cette valeur.',
    purchases: 'Achats en 12 mois',
    restsOn: 'Sur quoi cela repose',
    history: (purchases: number, last: number, gap: number) => `${counted(purchases, 'achat', 'achats')}, le dernier le ${day(last)} ; d’habitude ${counted(gap, 'jour', 'jours')} entre deux achats.`,
    accuracy: (auc: number, naive: number | null, cutOffs: number) => `Sur le passé de votre boutique (${counted(cutOffs, 'date examinée', 'dates examinées')}), elle a distingué qui achèterait et qui non dans ${percent(auc)} des paires${naive === null ? '' : ` ; la meilleure règle simple dans ${percent(naive)}`}.`,
    asOf: (onDay: number) => `Au ${day(onDay)}.`,
    reason: {
      'not-yet': 'Apparaît au prochain classement de vos clients.',
      'below-floor': 'Votre boutique a trop peu d’acheteurs, ou un passé trop court, pour une prévision digne de confiance. Aucun chiffre n’est montré d’ici là.',
      'no-model': 'Presque personne n’a encore acheté deux fois dans votre boutique : il n’y a pas de rythme dont tirer une prévision.',
      unproven: 'Le passé de votre boutique est trop court pour y vérifier une prévision. Aucun chiffre n’est montré tant qu’elle n’est pas vérifiée.',
      loses: 'Sur le passé de votre boutique, la prévision n’a pas fait mieux qu’une règle simple. Aucun de ses chiffres n’est donc montré.',
      'no-purchase': 'Une prévision commence avec le premier achat.',
      excluded: 'Ce client porte une balise que vous avez exclue dans les paramètres.',
    },
    progress: (progress: ForecastProgress) => `${number(progress.buyers)} sur ${counted(progress.buyersNeeded, 'acheteur', 'acheteurs')}, ${number(progress.days)} sur ${counted(progress.daysNeeded, 'jour', 'jours')} de commandes.`,
  };
}
