import type { FieldTarget, ListField } from '../../product-fields/product-field.ts';
import type { FieldRunCause, FieldRunKind } from '../../product-fields/run-cause.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishProductFields } from './en-product-fields.ts';

/** Words of lists at products, in German. */
export function germanProductFields(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishProductFields> {
  const { number, instant, date } = formats;
  const { counted } = frame;
  const products = (count: number): string => counted(count, 'Produkt', 'Produkte');
  const ofProducts = (count: number): string => counted(count, 'Produkt', 'Produkten');
  const lists = (count: number): string => counted(count, 'Liste', 'Listen');
  const field: Record<ListField, string> = { together: 'Zusammen gekauft', also: 'Auch gekauft' };
  const cause: Record<FieldRunCause, string> = {
    asked: 'beim Einschalten', lists: 'nach dem Ermitteln der Listen', products: 'weil Produkte nicht mehr gezeigt werden', rules: 'nach Ihrer Änderung einer Regel', resumed: 'nachdem Sie fortgesetzt haben', 'fields-gone': 'weil Felder bei Shopify fehlten',
  };
  const kind: Record<FieldRunKind, string> = { look: 'Nachgesehen', write: 'Geschrieben', undo: 'Zurück vor einen Lauf', remove: 'Entfernt' };
  const namespace: Record<FieldTarget, (name: string) => string> = {
    own: (name) => `Namensraum ${name}; Shopify setzt anstelle von $app die Nummer der App ein.`,
    standard: (name) => `Namensraum ${name}: die Felder, die auch Search & Discovery füllt.`,
  };
  return {
    title: 'Listen an Produkten',
    what: 'Regulars kann an jedem Produkt zwei Listen in Metafeldern führen: was mit ihm zusammen gekauft wird und was dieselben Kunden auch kaufen. Blöcke Ihres Themes zeigen sie mit der Seite selbst, ohne dass diese langsamer wird. Was Sie angeheftet, ausgeschlossen oder gewichtet haben, gilt auch hier.',
    field,
    heading: { off: 'Noch wird nichts geschrieben', on: 'Listen werden aktuell gehalten', held: 'Listen bleiben, wie sie sind', removing: 'Listen werden entfernt' },
    done: {
      on: 'Listen werden geschrieben.', off: 'Listen werden entfernt.', pause: 'Es wird nichts mehr geschrieben, bis Sie fortsetzen.', resume: 'Listen werden wieder geschrieben.', look: 'Es wird nachgesehen, was dort steht.', choose: 'Gewählt. Noch wird nichts geschrieben.',
    },
    target: {
      legend: 'Wohin Listen geschrieben werden',
      own: 'In Felder von Regulars',
      ownHelp: 'Die Blöcke von Regulars zeigen sie. Sonst schreibt dort niemand, und beim Entfernen bleibt nichts zurück.',
      standard: 'In Shopifys Felder für ähnliche und ergänzende Produkte',
      standardHelp: 'Abschnitte der meisten Themes zeigen sie, als hätten Sie sie in Search & Discovery gewählt. Was dort schon steht, gehört Ihnen und bleibt.',
    },
    off: {
      would: (all, together, also) => `${products(all)} ${all === 1 ? 'bekäme' : 'bekämen'} Listen: ${number(together)} mit zusammen Gekauftem, ${number(also)} mit auch Gekauftem.`,
      nothing: 'Noch hat kein Produkt eine Liste, es gibt also nichts zu schreiben.',
      early: 'Es sind noch keine Listen ermittelt. Kommen Sie nach dem ersten Import wieder.',
      left: (count) => `An ${ofProducts(count)} stehen noch Listen, die Shopify nicht entfernt hat.`,
      unseen: 'Es wird nachgesehen, was in diesen Feldern steht. Erst danach wird etwas geschrieben.',
      seen: (at, theirs) => `Nachgesehen am ${instant(at)}: ${theirs === 0 ? 'Dort steht nichts von Ihnen.' : `Dort ${theirs === 1 ? 'steht' : 'stehen'} ${lists(theirs)} von Ihnen und ${theirs === 1 ? 'bleibt' : 'bleiben'} unberührt.`}`,
      look: 'Noch einmal nachsehen',
      switchOn: 'Listen schreiben',
      askTitle: (count) => `Listen an ${ofProducts(count)} schreiben?`,
      ask: 'Alle werden jetzt geschrieben und von da an aktuell gehalten: nach jeder Nacht und wenn Sie eine Regel ändern. Sie können vor jeden Lauf zurückgehen, anhalten oder alles wieder entfernen.',
      askTheirs: (theirs) => (theirs === 0 ? 'Listen, die Sie dort später setzen, gehören Ihnen und bleiben.' : `${lists(theirs)} von Ihnen ${theirs === 1 ? 'bleibt, wie sie ist' : 'bleiben, wie sie sind'}.`),
      askApps: 'Shopify meldet Ihren anderen Apps jedes Produkt, das sich ändert; nach einer Nacht werden deshalb nur Listen geschrieben, bei denen man den Unterschied sieht.',
    },
    on: {
      since: (who, at) => `Eingeschaltet von ${who} am ${date(at)}.`,
      heldSince: (who, at) => `${who} ist am ${instant(at)} zurückgegangen. Es wird nichts Neues geschrieben, bis Sie fortsetzen.`,
      standing: (count) => `${products(count)} ${count === 1 ? 'hat' : 'haben'} Listen von Regulars.`,
      place: (where) => `Ort: ${where}.`,
      rule: 'Nach einer Nacht wird eine Liste geschrieben, wenn zwei ihrer ersten vier Produkte andere sind, ein guter Teil neu ist oder etwas darin nicht mehr gezeigt werden darf.',
      refused: (count, words) => `Shopify hat ${lists(count)} abgelehnt: ${words}`,
      pause: 'Anhalten',
      paused: (who, at) => `Angehalten von ${who} am ${instant(at)}. Was sich inzwischen ändert, wird geschrieben, wenn Sie fortsetzen.`,
      resume: 'Fortsetzen',
      writeAgain: 'Wieder schreiben',
      allPaused: 'Auf der Seite zum Schreiben der Tags ist alles Schreiben angehalten, also wird auch hier nichts geschrieben.',
      again: 'Noch einmal versuchen',
      stopped: 'Das Schreiben wurde unterbrochen.',
      takeOff: 'Alles entfernen',
    },
    progress: {
      title: { look: 'Es wird nachgesehen, was dort steht', write: 'Listen werden geschrieben', undo: 'Was vorher stand, wird wiederhergestellt', remove: 'Listen werden entfernt' },
      waiting: 'Beginnt gleich.',
      still: 'Angehalten.',
      of: (done, all) => `${number(done)} von ${ofProducts(all)} angesehen.`,
      label: 'Angesehene Produkte',
      leave: 'Sie können diese Seite verlassen. Es geht von selbst weiter.',
    },
    example: { title: 'Ein Beispiel', none: 'Keine Liste: Zu wenige Kunden haben es mit etwas anderem gekauft.', namespace },
    theirs: {
      title: (count) => `${lists(count)} von Ihnen`,
      what: 'Sie standen vorher da, oder Sie haben geändert, was Regulars geschrieben hatte. Regulars lässt sie, bis Sie seine Listen entfernen und neu schreiben.',
      caption: 'Listen, die Ihnen gehören', product: 'Produkt', field: 'Liste', value: 'Was dort steht',
      gone: 'Nichts: Sie haben die Liste entfernt', empty: 'Eine leere Liste',
      more: (count) => `Und ${number(count)} weitere.`,
    },
    removal: {
      title: 'Alle Listen entfernen?',
      what: (count) => `Die Listen an ${ofProducts(count)} werden bei Shopify gelöscht, und es werden keine mehr geschrieben.`,
      theirs: 'Ihre bleiben.',
      confirm: 'Alles entfernen',
    },
    runs: {
      title: 'Letzte Läufe',
      none: 'Noch wurde nichts geschrieben.',
      when: 'Wann', what: 'Was', looked: 'Angesehene Produkte', written: 'Geschriebene Listen', theirs: 'Ihre gefunden', failed: 'Abgelehnt', who: 'Wer', back: 'Weg zurück',
      write: (why) => `Geschrieben ${cause[why]}`,
      kind,
      cancelled: 'abgebrochen', undone: 'rückgängig gemacht',
      undo: 'Rückgängig machen',
      undoOf: (at) => `Den Lauf vom ${at} rückgängig machen`,
      ask: (at) => `Vor den Lauf vom ${at} zurückgehen?`,
      askWhat: 'Jedes Produkt bekommt zurück, was vor diesem Lauf stand; auch spätere Läufe sind damit rückgängig. Was Ihnen gehört, bleibt.',
      askHeld: 'Danach wird nichts Neues geschrieben, bis Sie fortsetzen.',
      undoing: 'Was vorher stand, wird wiederhergestellt.',
    },
  };
}
