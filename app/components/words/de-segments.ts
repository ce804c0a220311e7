import { SEGMENT_NAME_MAX } from '../../segments/segment-query.ts';
import type { TagRule } from '../../tags/tag-catalogue.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishSegments } from './en-segments.ts';

/** Words of the segments at Shopify, in German. */
export function germanSegments(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishSegments> {
  const { number, instant } = formats;
  const { countedCustomers, tierName } = frame;
  const meaning: Record<TagRule, string> = {
    lapsed: 'Kunden, die weit über ihren üblichen Abstand zwischen Bestellungen hinaus sind.',
    'at-risk': 'Kunden, die später dran sind als sonst, aber noch nicht abgewandert.',
    new: `Kunden mit einem einzigen Kauf in den letzten 90 Tagen. Das Tag steht für die Stufe ${tierName.New}.`,
    loyal: `Ihre besten und Ihre beständigen Kunden. Das Tag steht für die Stufen ${tierName.Champions} und ${tierName.Loyal} zusammen.`,
    vip: 'Das oberste Zehntel nach dem Umsatz des letzten Jahres, mit zwei oder mehr Käufen.',
    'discount-seeker': 'Kunden, die meist mit Rabatt kaufen, weit häufiger als in Ihrem Shop üblich.',
    'serial-returner': 'Kunden, die mehr als die Hälfte dessen, was sie kaufen, zurückschicken.',
    'big-spender': 'Kunden, deren Bestellungen zu den größten Ihres Shops gehören.',
  };
  return {
    title: 'Segmente',
    subtitle: 'Ein Segment ist eine gespeicherte Gruppe von Kunden in Shopify. Nutzen Sie es dort für E-Mails, Rabatte und Automatisierungen.',
    create: {
      title: 'Segment aus einem Tag erstellen',
      who: 'Kunden mit dem Tag',
      both: (tags) => `${tags.join(' und ')} zusammen`,
      choice: (tag, customers) => `${tag} (${countedCustomers(customers)})`,
      meaning,
      meaningBoth: 'VIPs, die später dran sind als sonst: die Kunden, bei denen sich ein Wort am meisten lohnt.',
      name: 'Name in Shopify',
      nameProblem: (problem) => ({
        empty: 'Geben Sie dem Segment einen Namen.',
        long: `Der Name eines Segments kann hier ${number(SEGMENT_NAME_MAX)} Zeichen haben. Kürzen Sie ihn.`,
        control: 'Ein Name kann keine Zeilenumbrüche oder Steuerzeichen enthalten. Lassen Sie sie weg.',
      })[problem],
      asks: 'Shopify sucht nach:',
      follows: 'Wer das Tag später bekommt oder verliert, kommt von selbst in das Segment oder verlässt es.',
      action: 'Segment erstellen',
      done: 'Das Segment wird erstellt',
      all: 'Jedes geschriebene Tag hat sein Segment.',
    },
    notYet: 'Noch keine Tags geschrieben',
    notYetWhat: 'Ein Segment in Shopify findet Kunden über ein Tag. Noch trägt niemand ein Tag von Regulars, ein Segment wäre also leer. Geben Sie zuerst Tag-Änderungen frei.',
    toTags: 'Tag-Änderungen ansehen',
    missing: 'Noch nicht möglich',
    barriers: {
      off: 'dieses Tag ist ausgeschaltet',
      'not-written': 'noch trägt niemand dieses Tag',
      backslash: 'der Name des Tags enthält einen umgekehrten Schrägstrich (\\), nach dem ein Segment nicht suchen kann; geben Sie dem Tag einen anderen Namen',
      exists: 'hat sein Segment',
      'under-way': 'wird gerade geändert',
    },
    list: {
      title: 'Ihre Segmente in Shopify',
      caption: 'Segmente in Shopify mit der Zahl ihrer Kunden',
      none: 'Noch keine. Was Sie hier erstellen, steht hier mit der Zahl seiner Kunden.',
      segment: 'Segment',
      looksFor: 'Sucht nach',
      members: 'Kunden',
      membersMeaning: 'Wie Shopify sie zählt. Nachdem Tags geschrieben wurden, kann Shopify einige Minuten brauchen.',
      actions: 'Aktionen',
      counting: 'Noch nicht gezählt',
      open: (name) => `${name} in Shopify öffnen`,
      checking: 'Shopify wird gefragt',
      checked: (at) => `Stand bei Shopify: ${instant(at)}`,
      checkFailed: 'Shopify ließ sich gerade nicht fragen. Was hier steht, ist vielleicht veraltet.',
      theirs: 'Dieses Segment hatten Sie schon erstellt. Regulars führt es auf und ändert es nicht.',
      renamed: (from) => `In Shopify umbenannt. Es hieß „${from}“.`,
      changed: 'Seine Bedingungen wurden in Shopify geändert.',
      oldTag: 'Das Tag heißt jetzt anders, und dieses Segment sucht noch nach dem alten.',
      gone: (at) => `In Shopify gelöscht (bemerkt am ${instant(at)}).`,
      update: 'Nach dem neuen Namen suchen',
      updateDone: 'Das Segment wird aktualisiert',
      remove: 'Löschen',
      removeLabel: (name) => `${name} löschen`,
      forget: 'Von der Liste nehmen',
      forgetLabel: (name) => `Von der Liste nehmen: ${name}`,
      removeDone: 'Das Segment wird gelöscht',
      forgetDone: 'Von der Liste genommen',
    },
    deleting: {
      title: 'Dieses Segment löschen?',
      what: (name) => `„${name}“ wird in Shopify gelöscht.`,
      tags: 'Die Kunden behalten ihre Tags, und Sie können das Segment neu erstellen. E-Mails, Rabatte und Automatisierungen in Shopify, die es nutzen, verlieren es.',
      action: 'Segment löschen',
    },
    open: {
      create: (name) => `„${name}“ wird in Shopify erstellt`,
      update: (name) => `„${name}“ wird in Shopify aktualisiert`,
      delete: (name) => `„${name}“ wird in Shopify gelöscht`,
      createFailed: (name) => `„${name}“ wurde nicht erstellt`,
      updateFailed: (name) => `„${name}“ wurde nicht aktualisiert`,
      deleteFailed: (name) => `„${name}“ wurde nicht gelöscht`,
      failed: (message) => (message === null ? 'Shopify nannte keinen Grund.' : `Shopify sagt: ${message}`),
      failedNext: 'Sonst wurde nichts geändert. Sie können es erneut versuchen.',
      stopped: 'Shopify war nicht erreichbar, daher ist dies nicht abgeschlossen. Wenn Sie es erneut versuchen, geschieht nichts doppelt.',
      again: 'Erneut versuchen',
    },
    tiers: {
      title: 'Und die Stufen?',
      what: 'Stufen werden in Regulars berechnet, Shopify kennt sie nicht. Es sieht Tags. Wo ein Tag für eine Stufe steht, erstellen Sie das Segment aus dem Tag.',
      caption: 'Stufen mit dem Tag, das in Shopify für sie steht',
      tier: 'Stufe',
      customers: 'Kunden',
      tag: 'Tag in Shopify',
      alone: (tag) => `${tag}, nur für diese Stufe`,
      shared: (tag, tiers) => `${tag}, zusammen mit ${tiers.join(' und ')}`,
      none: 'Keines',
      noneMeaning: 'Für diese Stufe steht kein Tag. Die Tags At-risk und Lapsed richten sich danach, wie spät ein Kunde dran ist, unabhängig von der Stufe.',
    },
    number,
  };
}
