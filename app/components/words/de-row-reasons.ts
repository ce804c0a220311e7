import { readRowReason, type RowReason } from '../../mirror/row-reasons.ts';

const typed = (type: string | undefined) => (type === 'of no type' ? 'ohne Art' : `von der Art ${type}`);

const SENTENCES: Readonly<Record<RowReason, (...parts: string[]) => string>> = {
  'not-text': (name) => `${name} ist kein Text.`,
  'not-flag': (name) => `${name} ist weder wahr noch falsch.`,
  'not-whole': (name) => `${name} ist keine ganze Zahl.`,
  'not-list': (name) => `${name} ist keine Liste.`,
  missing: (name) => `${name} fehlt.`,
  'not-instant': (name, value) => `${name} ist kein Zeitpunkt: ${value}.`,
  'not-id': (id, type) => `Die Nummer ${id} ist keine von der Art ${type}.`,
  currency: (code) => `Die Währung ${code} ist nicht bekannt, ihre Beträge lassen sich also nicht genau zählen.`,
  'not-amount': (name, value, decimals) => `${name} ist ${value}, das ist kein Betrag mit ${decimals} Nachkommastellen.`,
  'too-long': () => 'Die Zeile ist länger, als die App annimmt.',
  cut: () => 'Die Zeile ist kein JSON: Sie ist abgeschnitten oder beschädigt.',
  'no-object': () => 'Die Zeile ist kein JSON-Objekt.',
  lacks: (detail) => `Der Zeile fehlt, was jede solche Zeile hat (${detail}).`,
  'other-type': (wanted, type) => `Gefragt war nach Zeilen von der Art ${wanted}, und diese ist ${typed(type)}.`,
  'other-child': (parent, type) => `Unter ${parent} steht eine Zeile ${typed(type)}, nach der nicht gefragt war.`,
  'unknown-discount': (name) => `Der Rabatt ${name} ist von einer Art, die die App nicht kennt.`,
  'no-parent': (id) => `Wozu sie gehört (${id}), steht nicht in der Datei oder wurde selbst abgelehnt.`,
};

/** Why a row was rejected, in German. */
export function germanRowReason(sentence: string): string {
  const reason = readRowReason(sentence);
  return reason === null ? sentence : SENTENCES[reason.form](...reason.parts);
}
