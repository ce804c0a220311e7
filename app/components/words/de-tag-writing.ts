import type { CollisionChoice } from '../../tags/collision-view.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishTagWriting } from './en-tag-writing.ts';

/** Words of how tags are written, in German: part by part, in daily batches, by themselves, paused; tags that stood before; a tag taken off everywhere. */
export function germanTagWriting(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishTagWriting> {
  const { number, instant, date, percent } = formats;
  const { counted } = frame;
  const additionsDative = (count: number) => counted(count, 'Hinzufügung', 'Hinzufügungen');
  const customersDative = (count: number) => counted(count, 'Kunden', 'Kunden');
  const choice: Record<CollisionChoice, string> = { leave: 'Bei mir belassen', adopt: 'An Regulars übergeben', rename: 'Dem Tag von Regulars einen anderen Namen geben' };
  return {
    title: 'Wie Tags geschrieben werden',
    open: 'Wie Tags geschrieben werden',
    back: 'Tag-Änderungen',
    staff: (id, name) => name ?? `Mitarbeiter ${id}`,
    automaticBy: (who) => `Automatisch (eingeschaltet von ${who})`,
    part: {
      include: (tag) => `${tag} einschließen`,
      legend: 'Tags, die Sie freigeben',
      chosen: (changes, all) => `${number(changes)} von ${counted(all, 'Änderung', 'Änderungen')} gewählt. Was Sie weglassen, bleibt hier vorgeschlagen.`,
      none: 'Wählen Sie mindestens ein Tag aus.',
    },
    daily: {
      title: 'Wie schnell',
      flow: 'Jedes hinzugefügte Tag kann in Shopify Flow einen Workflow starten, etwa eine E-Mail. In Tagesportionen starten sie nach und nach.',
      all: 'Alles auf einmal schreiben',
      some: 'In Tagesportionen hinzufügen',
      size: 'Hinzufügungen pro Tag',
      wrong: 'Geben Sie eine ganze Zahl über null ein.',
      effect: (days) => `Das Hinzufügen dauert ${counted(days, 'Tag', 'Tage')}: die erste Portion heute, jede weitere um 3:00 Uhr morgens in der Zeit Ihres Shops. Entfernt wird sofort.`,
      confirm: (size, days) => `Täglich werden ${number(size)} hinzugefügt, über ${counted(days, 'Tag', 'Tage')}. Das können Sie jederzeit ändern, beschleunigen oder beenden.`,
    },
    batch: {
      title: (run) => `Lauf ${run} wird in Tagesportionen geschrieben`,
      status: (done, all) => `${number(done)} von ${additionsDative(all)} fertig.`,
      next: (count, at) => `Die nächsten ${number(count)} am ${instant(at)}.`,
      stands: (count) => `Die Uhr steht hier still, die nächsten ${number(count)} kommen also, wenn Sie es sagen.`,
      paused: 'Das Schreiben ist angehalten.',
      nextNow: 'Nächste Portion jetzt schreiben',
      restNow: 'Ganzen Rest jetzt schreiben',
      stop: 'Rest abbrechen',
      change: 'Zahl ändern',
      nextDone: 'Die nächste Portion wird geschrieben.',
      restDone: 'Der ganze Rest wird geschrieben.',
      restTitle: 'Den ganzen Rest jetzt schreiben?',
      restWhat: (count) => `${counted(count, 'Hinzufügung wird', 'Hinzufügungen werden')} auf einmal geschrieben. Jede kann in Shopify Flow einen Workflow starten.`,
      restConfirm: 'Rest schreiben',
      left: 'Was nicht mehr passt, wenn es an der Reihe ist, wird weggelassen.',
    },
    paused: {
      title: 'Das Schreiben ist angehalten',
      what: (who, since) => `Angehalten von ${who} am ${instant(since)}. Bis Sie weitermachen, wird nichts in Ihren Shop geschrieben, auch nichts Freigegebenes.`,
      resume: 'Weiterschreiben',
      resumed: 'Das Schreiben geht weiter.',
      pause: 'Alles Schreiben anhalten',
      pauseTitle: 'Anhalten',
      pauseWhat: 'Hält alles, was geschrieben wird, an der nächsten sicheren Stelle an und behält, was wartet: Freigegebenes, Tagesportionen, Rücknahmen und die automatische Freigabe. Nichts geht verloren.',
      done: 'Das Schreiben ist angehalten.',
    },
    brake: {
      title: 'Die automatische Freigabe wartet auf Sie',
      what: (touched, of, share) =>
        `Die Änderungen dieser Nacht würden ${number(touched)} von ${customersDative(of)} betreffen (${percent(of === 0 ? 1 : touched / of)}), mehr als die ${percent(share / 100)}, die durchgelassen werden. Das kann richtig sein, etwa nach geänderten Einstellungen. Sehen Sie sie unten an und geben Sie alle frei, oder schalten Sie die automatische Freigabe neu ein.`,
      form: 'Sicherheitsbremse',
      formWhat: 'Würden die automatischen Änderungen einer Nacht mehr als diesen Anteil Ihrer Kunden und mehr als diese Zahl betreffen, warten sie auf einen Menschen.',
      percent: 'Anteil der Kunden, in Prozent',
      customers: 'Und mehr Kunden als',
      save: 'Bremse speichern',
      saved: 'Die Sicherheitsbremse ist eingestellt.',
    },
    automatic: {
      title: 'Automatische Freigabe',
      off: 'Aus: Nichts wird geschrieben, bevor es jemand freigibt.',
      never: 'Aus. Sie lässt sich einschalten, sobald Sie zum ersten Mal Tag-Änderungen freigegeben haben.',
      on: (who, since) => `Die automatische Freigabe ist seit ${date(since)} an, eingeschaltet von ${who}. Neue Vorschläge werden von selbst freigegeben, in Ihren Tagesportionen, und lassen sich wie alle anderen rückgängig machen.`,
      offer: 'Sie haben Tag-Änderungen freigegeben. Neue können ab jetzt von selbst freigegeben werden.',
      switchOn: 'Einschalten',
      switchOff: 'Ausschalten',
      askTitle: 'Tag-Änderungen von selbst freigeben lassen?',
      ask: 'Ab jetzt wird alles, was vorgeschlagen wird, ohne Rückfrage freigegeben: jede Nacht und wenn Kunden bestellen. Das beginnt mit dem, was jetzt vorgeschlagen ist.',
      askKept: 'Tagesportionen, Anhalten und Sicherheitsbremse gelten auch dafür. Im Verlauf steht, dass es automatisch war und dass Sie es eingeschaltet haben.',
      doneOn: 'Tag-Änderungen werden ab jetzt von selbst freigegeben.',
      doneOff: 'Jeder Vorschlag wartet wieder auf Sie.',
    },
    size: {
      title: 'Tagesportionen',
      what: 'Wie viele Tags am Tag höchstens hinzugefügt werden, über alle Läufe. Was entfernt wird, zählt nicht.',
      all: 'Alle auf einmal',
      some: 'Eine Zahl pro Tag',
      save: 'Zahl speichern',
      saved: 'Die Zahl pro Tag ist eingestellt.',
    },
    undoTag: {
      title: 'Ein Tag überall entfernen',
      what: 'Entfernt ein Tag überall, wo Regulars es geschrieben hat, über alle Läufe. Was Sie entfernt, wieder gesetzt oder schon vorher gehabt haben, bleibt, wie es ist.',
      none: 'In Ihrem Shop gibt es kein Tag von Regulars.',
      caption: 'Tags, die Regulars geschrieben hat',
      tag: 'Tag',
      customers: 'Kunden',
      waiting: 'Wartend',
      act: 'Aktion',
      start: 'Entfernen',
      startFor: (tag) => `${tag} überall entfernen`,
      off: 'ausgeschaltet',
      ask: (tag) => `${tag} überall entfernen?`,
      effect: (written) => `${counted(written, 'Kunde verliert', 'Kunden verlieren')} das Tag.`,
      adopted: (count) => counted(count, 'Tag, das Sie übergeben haben, bleibt und ist wieder Ihres.', 'Tags, die Sie übergeben haben, bleiben und sind wieder Ihre.'),
      cancelled: (count) => `${counted(count, 'wartende Hinzufügung wird', 'wartende Hinzufügungen werden')} abgebrochen.`,
      switchesOff: 'Das Tag wird ausgeschaltet, damit es nicht in der nächsten Nacht wiederkommt. In den Einstellungen können Sie es wieder einschalten.',
      keepOn: 'Das Tag für Kunden anlassen, zu denen es später passt',
      keeps: 'Das Tag bleibt an. Bei diesen Kunden bleibt es weg, bis es einmal nicht mehr passt und dann wieder passt.',
      confirm: 'Tag entfernen',
      started: 'Das Tag wird entfernt.',
      doneAlready: 'Fertig. Das Tag war nirgends unseres.',
    },
    collisions: {
      title: 'Tags, die Sie schon hatten',
      what: 'In Ihrem Shop gibt es schon Tags mit den Namen der Tags von Regulars. Sie bleiben Ihre, wenn Sie nichts anderes sagen. Mit der Wahl allein wird nichts geschrieben.',
      spelling: (tag) => `„${tag}“`,
      stands: (spellings, fitting, unfitting) =>
        `Steht als ${spellings} bei ${customersDative(fitting + unfitting)}: ${number(fitting)} ${fitting === 1 ? 'passt' : 'passen'} zur Regel von Regulars, ${number(unfitting)} nicht.`,
      settled: (tag) => `Kein Kunde trägt jetzt ein eigenes Tag von Ihnen namens „${tag}“.`,
      choice,
      now: {
        leave: 'Ihres: Regulars ändert und entfernt es nicht.',
        adopt: (count) => `Übergeben: ${counted(count, 'Tag wird', 'Tags werden')} nach den Regeln von Regulars gepflegt.`,
        rename: (name) => `Das Tag von Regulars heißt ${name}.`,
        pending: 'Wird übergeben.',
      },
      decide: 'Entscheiden',
      decideFor: (tag) => `Über ${tag} entscheiden`,
      legend: (tag) => `Was aus ${tag} wird`,
      effect: {
        leave: (adopted) => (adopted === 0 ? 'Was da ist, bleibt Ihres. Kunden, die passen und es tragen, bekommen kein Tag von uns.' : `${counted(adopted, 'übergebenes Tag ist wieder Ihres und wird', 'übergebene Tags sind wieder Ihre und werden')} nicht entfernt.`),
        adopt: (fitting, unfitting) =>
          `${counted(fitting, 'Kunde behält', 'Kunden behalten')} das Tag, weil es passt. ${unfitting === 1 ? 'Zu 1 Kunden' : `Zu ${number(unfitting)} Kunden`} passt es nicht: Nach 7 Tagen wird vorgeschlagen, es zu entfernen. Tags, die Sie später setzen, sind Ihre.`,
        rename: (written, fitting) =>
          `Ihre Tags bleiben. Das Tag von Regulars wird unter dem neuen Namen vorgeschlagen${fitting > 0 ? `, auch für ${counted(fitting, 'Kunden, der Ihres trägt', 'Kunden, die Ihres tragen')}` : ''}${written > 0 ? `; ${counted(written, 'Tag', 'Tags')} mit dem alten Namen ${written === 1 ? 'würde' : 'würden'} ersetzt` : ''}.`,
        carriers: (count) => (count === 0 ? 'Noch trägt kein Kunde diesen Namen.' : `${counted(count, 'Kunde trägt', 'Kunden tragen')} schon ein Tag dieses Namens; diese bleiben Ihre.`),
      },
      newName: 'Neuer Name des Tags von Regulars',
      save: 'Wahl speichern',
      saved: 'Ihre Wahl ist gespeichert. Die Änderungen werden neu ausgearbeitet.',
    },
  };
}
