import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishPrivacy } from './en-privacy.ts';

/** Words of Privacy, in French. */
export function frenchPrivacy(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishPrivacy> {
  const { number } = formats;
  const { counted } = frame;
  return {
    title: 'Confidentialité',
    onData: 'Confidentialité : demandes sur les données personnelles, qui les a consultées, partir proprement',
    requests: {
      title: 'Demandes des clients',
      what: 'Quand un client demande dans Shopify ce qui est conservé sur lui, un fichier avec tout ce que Regulars détient vous attend ici pour le lui transmettre. Quand ses données doivent être supprimées, Regulars les supprime de lui-même et garde ses commandes comme des chiffres sans personne.',
      none: 'Aucun client n’a encore fait de demande.',
      caption: 'Demandes des clients sur leurs données, la plus récente en premier',
      columns: { kind: 'Demande', customer: 'Client', asked: 'Reçue', state: 'État', file: 'Fichier' },
      kind: { data: 'Ce qui est conservé sur lui', redact: 'Suppression de ses données' },
      guest: 'Quelqu’un qui a commandé sans compte',
      due: (when) => `À traiter avant le ${when}`,
      downloadedAt: (when, who) => (who === null ? `Téléchargé le ${when}` : `Téléchargé le ${when} par ${who}`),
      deletedAt: (when) => `Supprimées le ${when}`,
      goneWithData: 'Le fichier a disparu avec la suppression de ses données',
      over: 'Les 30 jours prévus sont passés ; le fichier n’est plus là',
      download: 'Télécharger',
      downloadFor: (who) => `Télécharger ce qui est conservé sur ${who}`,
      started: 'Votre navigateur a le fichier.',
    },
    access: {
      title: 'Qui a consulté des données personnelles',
      what: 'Les clients dont la page a été ouverte, les recherches dans la liste (jamais les mots eux-mêmes), les pages qui nomment des clients (une fois par heure chacune) et les fichiers emportés. Les 50 plus récents.',
      none: 'Personne n’a encore consulté de client.',
      caption: 'Consultations de données personnelles, la plus récente en premier',
      columns: { what: 'Quoi', customer: 'Client', who: 'Qui', when: 'Quand' },
      kind: { customer: 'Client ouvert', search: 'Recherche parmi les clients', list: 'Liste des clients vue', home: 'Clients à suivre vus', 'tag-changes': 'Modifications de tags de clients vues', rejects: 'Lignes rejetées vues', answers: 'Réponses des acheteurs vues', export: 'Données personnelles exportées', 'data-request': 'Données d’un client téléchargées' },
    },
    keep: {
      title: 'Durée de conservation',
      label: 'Journaux des consultations de données personnelles et des fichiers téléchargés',
      help: 'Ce qui est plus ancien disparaît aussitôt, puis chaque nuit.',
      days: (days) => (days === 365 ? '1 an' : `${number(days)} jours`),
      saved: 'Enregistré.',
      fixed: [
        'Ce que Shopify annonce à Regulars : jusqu’à ce que ce soit traité.',
        'Les lignes qu’un import n’a pas pu reprendre : celles des 10 derniers imports.',
        'Les risques qui ont dépassé votre seuil : un an.',
        'Les fichiers pour les demandes des clients : 30 jours, ou jusqu’à la suppression de leurs données. Ils sont créés au moment du téléchargement.',
        'Tout le reste : tant que l’application est installée. 48 heures après sa désinstallation, Shopify en demande la suppression, et tout disparaît.',
      ],
    },
    leave: {
      title: 'Partir proprement',
      what: 'Si vous allez désinstaller Regulars, faites-lui d’abord retirer ses tags de vos clients et supprimer ses segments, ses champs méta et ses listes. Après, il n’a plus accès à votre boutique et ne le peut plus.',
      start: 'Tout retirer',
      ask: 'Retirer tout ce que Regulars a mis dans votre boutique ?',
      takesOff: (tags) => (tags === 0 ? 'Aucun client ne porte de tag écrit par Regulars.' : `${counted(tags, 'tag écrit par Regulars est retiré', 'tags écrits par Regulars sont retirés')} de vos clients. Les tags que vous avez mis vous-même ou modifiés depuis restent.`),
      switchesOff: 'L’écriture automatique et tous les tags sont désactivés, et rien de ce qui attend n’est écrit. Les flux et les segments qui utilisent ces tags ne trouveront plus personne.',
      before: 'Cela ne marche que tant que l’application est installée. Dans une grande boutique cela peut durer ; vous pouvez fermer cette page entre-temps.',
      confirm: 'Tout retirer',
      started: 'Ce que Regulars a écrit est en cours de retrait.',
      nothing: 'Tout est désactivé. Il n’y avait aucun tag à retirer et aucun segment, champ méta ni liste à supprimer.',
      label: 'Tags retirés',
      running: (left) => `${counted(left, 'tag reste', 'tags restent')} à retirer.`,
      ready: 'Aucun tag de Regulars n’est sur vos clients, aucun de ses segments inchangés, de ses champs méta ni de ses listes n’est dans Shopify, et rien n’est écrit automatiquement. Vous pouvez désinstaller l’application.',
      failed: (tags) => `${counted(tags, 'tag n’a pas pu être retiré', 'tags n’ont pas pu être retirés')}.`,
      seeRuns: 'La raison se trouve dans Modifications de tags.',
      deletesSegments: (names) => `${counted(names.length, 'segment créé par Regulars dans Shopify, et que personne n’a modifié depuis, est supprimé', 'segments créés par Regulars dans Shopify, et que personne n’a modifiés depuis, sont supprimés')} : ${names.map((name) => `« ${name} »`).join(', ')}.`,
      keepsSegments: (names) => `Vous avez modifié ${names.length === 1 ? 'ce segment' : 'ces segments'} de Regulars dans Shopify ; ${names.length === 1 ? 'il reste' : 'ils restent'} donc : ${names.map((name) => `« ${name} »`).join(', ')}.`,
      deletesMetafields: (customers) => (customers === 0 ? 'Les champs méta de Regulars sont supprimés. Aucun n’a de valeur.' : `Les champs méta de Regulars sont supprimés, avec les valeurs de ${counted(customers, 'client', 'clients')}. Les workflows et segments qui les consultent ne fonctionnent plus.`),
      metafieldsRunning: 'Les champs méta des clients sont en cours de suppression.',
      takesListsOff: (products) => (products === 0 ? 'Les champs de produit de Regulars sont supprimés. Aucun n’a de liste.' : `Les listes que Regulars a écrites sur ${counted(products, 'produit', 'produits')} sont retirées. Les vôtres restent.`),
      listsRunning: 'Les listes des produits sont en cours de retrait.',
      segmentsRunning: (left) => `${counted(left, 'segment reste', 'segments restent')} à supprimer.`,
      segmentsFailed: (segments) => `${counted(segments, 'segment n’a pas pu être supprimé', 'segments n’ont pas pu être supprimés')}.`,
      seeSegments: 'La raison se trouve dans Segments.',
      segments: 'La suppression se fait dans Segments.',
    },
  };
}
