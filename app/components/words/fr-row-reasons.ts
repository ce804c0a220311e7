import { readRowReason, type RowReason } from '../../mirror/row-reasons.ts';

const typed = (type: string | undefined) => (type === 'of no type' ? 'sans type' : `de type ${type}`);

const SENTENCES: Readonly<Record<RowReason, (...parts: string[]) => string>> = {
  'not-text': (name) => `${name} n’est pas un texte.`,
  'not-flag': (name) => `${name} n’est ni vrai ni faux.`,
  'not-whole': (name) => `${name} n’est pas un nombre entier.`,
  'not-list': (name) => `${name} n’est pas une liste.`,
  missing: (name) => `${name} manque.`,
  'not-instant': (name, value) => `${name} n’est pas un instant : ${value}.`,
  'not-id': (id, type) => `Le numéro ${id} n’est pas de type ${type}.`,
  currency: (code) => `La devise ${code} n’est pas connue : ses montants ne peuvent pas être comptés exactement.`,
  'not-amount': (name, value, decimals) => `${name} vaut ${value}, qui n’est pas un montant à ${decimals} décimales.`,
  'too-long': () => 'La ligne est plus longue que ce que l’application accepte.',
  cut: () => 'La ligne n’est pas du JSON : elle est coupée ou abîmée.',
  'no-object': () => 'La ligne n’est pas un objet JSON.',
  lacks: (detail) => `Il manque à la ligne ce que chaque ligne de ce genre contient (${detail}).`,
  'other-type': (wanted, type) => `Des lignes de type ${wanted} étaient demandées, et celle-ci est ${typed(type)}.`,
  'other-child': (parent, type) => `Sous ${parent} se trouve une ligne ${typed(type)}, qui n’était pas demandée.`,
  'unknown-discount': (name) => `La remise ${name} est d’un genre que l’application ne connaît pas.`,
  'no-parent': (id) => `Ce dont elle dépend (${id}) n’est pas dans le fichier ou a été rejeté.`,
};

/** Why a row was rejected, in French. */
export function frenchRowReason(sentence: string): string {
  const reason = readRowReason(sentence);
  return reason === null ? sentence : SENTENCES[reason.form](...reason.parts);
}
