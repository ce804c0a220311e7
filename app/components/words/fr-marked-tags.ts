import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishMarkedTags } from './en-marked-tags.ts';

/** Words of approving the tag changes of marked customers, in French. */
export function frenchMarkedTags(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishMarkedTags> {
  const { number } = formats;
  const { counted } = frame;
  return {
    approve: 'Approuver leurs modifications de balises',
    what: (adds, removes, customers) =>
      `${counted(adds, 'ajout', 'ajouts')} et ${counted(removes, 'retrait', 'retraits')} pour ${counted(customers, 'client sélectionné', 'clients sélectionnés')} :`,
    more: (count) => (count < 2 ? `et ${number(count)} autre` : `et ${number(count)} autres`),
    noneTitle: 'Rien n’est proposé pour eux',
    none: 'Les balises des clients sélectionnés sont comme elles doivent être, ou leurs modifications sont en cours d’écriture ou de calcul.',
    toChanges: 'Voir toutes les modifications de balises',
    doneTitle: 'Approuvé',
    done: (adds, removes) => `Approuvé : ${counted(adds, 'ajout', 'ajouts')} et ${counted(removes, 'retrait', 'retraits')}.`,
    writing: 'Ils sont en cours d’écriture.',
    paused: 'L’écriture est en pause : ce qui est approuvé sera écrit dès que quelqu’un la reprendra dans Modifications de balises.',
    toRun: (id) => `Voir l’exécution ${number(id)}`,
  };
}
