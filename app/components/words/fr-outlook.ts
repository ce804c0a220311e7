import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishOutlook } from './en-outlook.ts';

/** What the shop can expect of its customers, in French. */
export function frenchOutlook(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishOutlook> {
  const { percent, money, day } = formats;
  const { counted } = frame;
  return {
    title: 'Les 90 prochains jours',
    asOf: (onDay: number) => `Attendu au ${day(onDay)}.`,
    accuracy: 'Fiabilité de la prévision',
    underWay: 'La prévision de votre boutique est en cours de calcul et vérifiée sur son passé. Cela prend de quelques secondes à quelques minutes.',
    atRisk: 'Chiffre d’affaires menacé',
    atRiskHow: 'Ce qui est encore attendu dans les 90 prochains jours des clients à risque ou perdus de vue selon leur propre rythme : achats attendus multipliés par ce que vaut un de leurs achats, après remises et remboursements, hors taxes. C’est ce que vous perdez si aucun d’eux ne revient. 90 jours, car c’est sur cette durée que la prévision a été vérifiée.',
    shareOf: (share: number, all: number) => `${percent(share)} des ${money(all, { whole: true })} attendus de tous les clients`,
    part: (stage: string, customers: number) => `${stage}, ${counted(customers, 'client', 'clients')}`,
    due: 'Commandes attendues cette semaine',
    dueHow: 'Clients dont la prochaine commande est attendue dans ces sept jours ; et ceux qui, à l’heure selon leur propre rythme, devraient avoir de nouveau besoin d’un produit déjà acheté trois fois ou plus, d’après la fréquence à laquelle eux et vos autres clients le rachètent. Ne comptent pas ceux qui très probablement n’achèteront pas, ni ceux qui ont commandé depuis.',
    week: (from: number, to: number) => `Du ${day(from)} au ${day(to)}`,
    see: 'Les voir dans la liste',
  };
}
