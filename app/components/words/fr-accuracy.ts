import type { NaiveName } from '../../forecast/back-test-metrics.ts';
import type { MeanMetric } from '../../forecast/mean-metrics.ts';
import type { CalibrationBin } from '../../math/accuracy.ts';
import type { Formats } from '../format.ts';
import type { englishAccuracy } from './en-accuracy.ts';
import type { englishFrame } from './en-frame.ts';

type Held = Pick<MeanMetric, 'model' | 'naives'>;

/** Words of Insights > Accuracy, in French. */
export function frenchAccuracy(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishAccuracy> {
  const { number, percent, day, instant, duration } = formats;
  const { counted } = frame;
  const rules: Record<NaiveName, string> = { recency: 'dernier achat', rfm: 'RFM', 'last-window': '90 derniers jours' };
  const instead = (naives: Held['naives']): string => {
    const each = (Object.entries(naives) as [NaiveName, number][]).map(([name, value]) => `${rules[name]} ${percent(value)}`);
    return each.length === 0 ? '' : ` Des règles simples auraient donné : ${each.join(', ')}.`;
  };
  return {
    title: 'Fiabilité de la prévision',
    how: (horizon: number) => `Pour six jours au plus du passé de votre boutique, à 30 jours d’intervalle, la prévision est refaite avec ce qui était connu à la fin de ce jour seulement, et comparée à ce que vos clients ont fait dans les ${number(horizon)} jours suivants. À côté de chaque chiffre figure ce qu’on aurait pu dire sans prévision.`,
    naiveHow: (horizon: number) => `Les règles simples : la première suit l’ancienneté du dernier achat ; RFM, la somme des notes de récence, de fréquence et de montant ; les ${number(horizon)} derniers jours, ce que chacun y a acheté. Quand une règle doit donner une chance ou un montant, elle dit ce que des clients dans la même situation ont fait dans les ${number(horizon)} jours précédents.`,
    shown: 'Montrée',
    notShown: 'Non montrée',
    underWay: 'Une prévision est en cours de calcul',
    isShown: 'La prévision est montrée sur vos pages : sur le passé de votre boutique, elle a fait au moins aussi bien que la meilleure règle simple pour dire qui achète, avec quelle chance et combien de fois.',
    isLost: (measures: string[]) => `La prévision n’est montrée nulle part, car sur le passé de votre boutique une règle simple a fait mieux : ${measures.join(' ; ')}. Elle est recalculée et vérifiée chaque nuit.`,
    alsoLost: (measures: string[]) => `Là où la meilleure règle simple était plus proche : ${measures.join(' ; ')}.`,
    likeliest: ({ model, naives }: Held) => `Parmi les 10 % de clients que la prévision jugeait les plus susceptibles d’acheter, ${percent(model)} ont acheté.${instead(naives)}`,
    pairs: ({ model, naives }: Held) => `De deux clients, l’un qui a acheté et l’autre non, la prévision a donné la plus grande chance à l’acheteur dans ${percent(model)} des paires ; 50 % serait le hasard.${instead(naives)}`,
    spend: ({ model, naives }: Held, horizon: number) => `Les 10 % dont elle attendait le plus ont apporté ${percent(model)} du chiffre d’affaires des ${number(horizon)} jours.${instead(naives)}`,
    revenue: ({ model, naives }: Held) => `Sur le chiffre d’affaires de tous les clients ensemble, elle s’est écartée de ${percent(model)} en moyenne.${instead(naives)}`,
    fitted: (at: string) => `Calculée pour le ${formats.date(at)}.`,
    looked: (cutOffs: number) => `Vérifiée sur ${counted(cutOffs, 'jour', 'jours')} du passé de votre boutique.`,
    buyers: 'Acheteurs',
    days: 'Jours de commandes',
    of: (have: string, needed: string) => `${have} sur ${needed}`,
    model: 'Prévision',
    naive: { recency: 'Dernier achat', rfm: 'RFM', 'last-window': '90 derniers jours' },
    calibration: {
      title: 'Les chances se sont-elles vérifiées ?',
      what: 'Les clients en dix groupes de même taille selon la chance qui leur était donnée, tous les jours réunis. Un groupe dont 30 % devaient acheter devrait avoir acheté à 30 % : sur la ligne en tirets, les deux sont égaux.',
      expected: 'Chance donnée',
      happened: 'Part qui a acheté',
      same: 'Comme prévu',
      group: 'Groupe',
      customers: 'Clients',
      nth: (place: number) => (place === 1 ? '1, le moins probable' : number(place)),
      table: 'Les groupes en tableau',
      drawn: (lowest: CalibrationBin, highest: CalibrationBin) =>
        `Chance donnée et part qui a acheté, en dix groupes. Du dixième le moins probable, ${percent(lowest.expected)} devaient acheter et ${percent(lowest.happened)} l’ont fait ; du plus probable, ${percent(highest.expected)} et ${percent(highest.happened)}. Le tableau contient chaque groupe.`,
    },
    cutOffs: {
      title: 'Paires bien classées, jour par jour',
      cutOff: 'Dernier jour connu',
      table: 'Les jours en tableau',
      drawn: (from: number, to: number, first: number, last: number) => `Paires bien classées par la prévision et par chaque règle simple, du ${day(from)} (${percent(first)}) au ${day(to)} (${percent(last)}). Le tableau contient chaque jour.`,
    },
    all: 'Tous les chiffres',
    allWhat: (cutOffs: number) => `Moyennes sur ${counted(cutOffs, 'jour', 'jours')} du passé ; pour le trop ou le trop peu, l’ampleur de l’écart.`,
    at: (cutOff: number, customers: number, bought: number) => `Au ${day(cutOff)} : ${number(bought)} sur ${counted(customers, 'client', 'clients')} ont acheté ensuite`,
    leftOut: {
      'no-model': (cutOff: number) => `Le ${day(cutOff)} manque : aucune prévision ne pouvait être apprise de ce qui était connu alors.`,
      'window-not-over': (cutOff: number) => `Le ${day(cutOff)} manque : les jours suivants ne sont pas encore passés.`,
    },
    measure: 'Mesure',
    better: 'Prévision au moins aussi bonne ?',
    yes: 'Oui',
    no: 'Non',
    metric: {
      auc: { name: 'Paires bien classées', how: 'De toutes les paires formées d’un client qui a acheté et d’un autre qui n’a pas acheté : la part où l’acheteur avait la plus grande chance ; une égalité compte pour moitié. 50 % est le hasard. (Aire sous la courbe ROC, AUC.)' },
      'top-tenth-bought': { name: 'Acheteurs dans le dixième le plus probable', how: 'Des 10 % de clients ayant la plus grande chance, la part qui a acheté.' },
      brier: { name: 'Erreur des chances', how: 'Moyenne du carré de l’écart entre la chance et ce qui s’est passé (1 acheté, 0 non). 0 est parfait ; dire 50 % de tous donne 0,25. (Score de Brier.)' },
      'calibration-error': { name: 'Chances trop hautes ou trop basses', how: 'Les clients en dix groupes de même taille selon leur chance : de combien la part qui a acheté s’en écartait en moyenne. (Erreur de calibration attendue.)' },
      'purchases-mae': { name: 'Erreur sur les achats', how: 'Écart moyen par client entre les jours d’achat attendus et réels. La plupart des clients n’achètent rien ; qui dit « rien » de presque tous s’en sort bien ici. (MAE.)' },
      'purchases-rmse': { name: 'Erreur sur les achats, les grandes pèsent plus', how: 'Racine de la moyenne du carré de cet écart. (RMSE.)' },
      'purchases-bias': { name: 'Tous les achats, trop ou trop peu', how: 'Achats attendus de tous les clients ensemble, moins les achats réels, en part de ceux-ci.' },
      'revenue-mae': { name: 'Erreur sur le chiffre d’affaires', how: 'Écart moyen par client entre le chiffre d’affaires net attendu et le réel.' },
      'revenue-bias': { name: 'Tout le chiffre d’affaires, trop ou trop peu', how: 'Chiffre d’affaires net attendu de tous les clients ensemble, moins le réel, en part de celui-ci.' },
      'top-tenth': { name: 'Chiffre d’affaires du meilleur dixième', how: 'Part du chiffre d’affaires apportée par les 10 % de clients dont on attendait le plus.' },
    },
    fit: {
      title: 'Prévision',
      what: 'Calculée d’après toutes les commandes et vérifiée sur le passé de votre boutique chaque fois que vos clients ont été classés. Rien ne l’attend : ce qui était attendu avant reste valable.',
      queued: 'Elle commence dans un instant.',
      phases: { orders: 'Lecture des commandes', learning: 'Apprentissage', writing: 'Écriture' },
      stands: 'Ce qui était attendu avant reste valable jusqu’à la fin.',
      stalled: 'Elle n’a donné aucun signe depuis un moment. Elle reprendra d’elle-même dès que le travail sera repris.',
      triedBefore: (why: string) => `Le dernier essai s’est interrompu : ${why}`,
      failed: (why: string) => `La dernière prévision n’a pas pu être calculée : ${why} La précédente reste valable.`,
      last: (at: string, seconds: number) => `Dernier calcul : ${instant(at)}, en ${duration(seconds)}.`,
      never: 'Pas encore calculée. Elle suit le classement de vos clients.',
      state: {
        shown: 'Elle est montrée sur vos pages.',
        loses: 'Elle n’est pas montrée : sur le passé de votre boutique, une règle simple a fait mieux.',
        unproven: 'Elle n’est pas montrée : le passé de votre boutique est trop court pour la vérifier.',
        'no-model': 'Il n’y en a pas : presque personne n’a encore acheté deux fois.',
        'below-floor': 'Il n’y en a pas encore : votre boutique a trop peu d’acheteurs, ou un passé trop court.',
      },
      accuracy: 'Sa fiabilité',
    },
  };
}
