import type { englishRefusals } from './en-refusals.ts';
import { shopifysWords } from './shopifys-words.ts';

/** What was refused, and what stopped some work, in French, by its code; a code without a text is told as the server told it. */
export function frenchRefusals(): ReturnType<typeof englishRefusals> {
  return {
    refusal: ({ code, message }) => REFUSALS[code] ?? message,
    fault: (fault) => `${FAULTS[fault.code] ?? OWN_FAULT}${shopifysWords(fault)}`,
  };
}

/** One text stands for all that a code can mean, and says what to do. */
const REFUSALS: Readonly<Record<string, string>> = {
  form: 'Cette demande n’était pas complète. Rouvrez la page et réessayez.',
  approval: 'Il manque qui l’a demandé. Rouvrez Regulars depuis votre boutique et réessayez.',
  'daily-additions': 'Indiquez un nombre entier d’ajouts par jour supérieur à zéro, ou écrivez tout d’un coup.',
  'proposal-replaced': 'Ces modifications de balises ont été recalculées depuis que vous avez ouvert la page. Rien n’a été écrit. Regardez les nouvelles et approuvez-les.',
  'nothing-selected': 'Rien de ce que vous avez choisi ne figure parmi les modifications proposées. Rien n’a été écrit. Choisissez une balise ou des clients avec une modification proposée.',
  'propose-again': 'Cette exécution n’a retiré aucune balise qui puisse être proposée de nouveau.',
  automatic: 'Approuvez d’abord des modifications de balises une fois, pour avoir vu ce qu’elles font, avant de les faire approuver automatiquement.',
  brake: 'Indiquez la part des clients en pourcentage entier de 1 à 100, et le nombre de clients en nombre entier, 0 ou plus.',
  batch: 'Cette exécution n’a pas d’ajouts en attente. Rouvrez les modifications de balises pour voir où elle en est.',
  'failed-work': 'Indiquez de quelle tâche il s’agit : rouvrez la page et choisissez-la dans la liste.',
  'failed-work-gone': 'Cette tâche ne vous attend plus : elle a été retentée ou laissée de côté entre-temps.',
  'stop-run': 'Cette exécution n’est pas en cours d’écriture : il n’y a rien à arrêter.',
  'resume-run': 'Cette exécution n’est ni en pause ni arrêtée par une erreur : il n’y a rien à reprendre.',
  undo: 'Cela ne peut pas être annulé maintenant : des balises sont encore en cours d’écriture, ou il ne reste rien à annuler. Attendez la fin de l’écriture ou annulez-la, puis rouvrez l’historique.',
  'undo-running': 'L’annulation est déjà en cours. Attendez que son exécution soit terminée, ou reprenez-la ou annulez-la : elle figure dans l’historique.',
  'tag-name': 'Ce nom ne peut pas être celui d’une balise. Il faut 1 à 255 caractères, sans virgule ni retour à la ligne, et un nom qu’aucune autre balise de Regulars ne porte, majuscules ou minuscules.',
  'tag-settings': 'Ces paramètres de balises ne conviennent pas. Corrigez les noms des balises dans les paramètres.',
  settings: 'Rien n’a été enregistré. Corrigez les champs signalés, puis enregistrez de nouveau.',
  'settings-changed': 'Les paramètres ont été modifiés ailleurs depuis que vous avez ouvert cette page. Rien de vous n’a été enregistré. Ignorez vos modifications pour voir les paramètres actuels.',
  segment: 'Ce segment ne peut pas être modifié dans son état actuel. Rouvrez Segments : ce qui l’empêche y figure.',
  'segment-busy': 'Ce segment est déjà en cours de modification dans Shopify. Attendez que ce soit terminé.',
  'segment-name': 'Donnez au segment un nom plus court, sans retour à la ligne.',
  'view-count': 'Il y a déjà trop de vues enregistrées. Supprimez-en une que vous n’utilisez plus, puis enregistrez celle-ci.',
  'view-gone': 'Cette vue a été supprimée entre-temps. Enregistrez la liste comme nouvelle vue.',
  'batch-moved': 'Le lot que vous avez vu ici a été lancé entre-temps. Regardez où en est l’exécution, et demandez le suivant si vous le voulez toujours.',
  'view-name': 'Donnez à la vue un nom court qu’aucune autre vue ne porte.',
  'no-rejects': 'Aucune ligne rejetée de cette importation n’est conservée. Rechargez la page pour voir ce qu’il y a.',
  'no-request': 'Cette demande est close : ses 30 jours sont passés, ou les données du client ont été supprimées. Rechargez la page.',
  'export-running': 'Une exportation complète est déjà en cours de téléchargement. Attendez la fin, ou annulez ce téléchargement dans le navigateur.',
  'import-running': 'Votre boutique est en cours d’importation. Les profils sont recalculés tout seuls dès qu’elle est terminée.',
  'never-imported': 'Aucune importation de votre boutique n’est encore arrivée à son terme. Lancez d’abord une importation.',
  'rebuild-running': 'Les profils sont déjà en cours de calcul. Attendez la fin ; la page Données montre l’avancement.',
  'not-installed': 'Shopify n’accepte plus l’accès de l’application à votre boutique. Rouvrez Regulars depuis votre boutique.',
  'access-denied': 'Shopify refuse un accès dont l’application a besoin. Accordez-lui cet accès, puis réessayez.',
  shopify: 'Shopify n’a pas accepté la demande, ou n’y a pas répondu. Réessayez dans quelques minutes.',
  'shop-unavailable': 'Shopify indique que la boutique est fermée ou suspendue.',
};

const FAULTS: Readonly<Record<string, string>> = {
  'access-denied': 'Shopify refuse un accès dont l’application a besoin. Accordez-lui cet accès, puis réessayez.',
  'bulk-mutation': 'Shopify n’a pas accepté ou pas exécuté une demande groupée de balises.',
  'bulk-operation': 'Les données ont été demandées plusieurs fois à Shopify, qui ne les a pas fournies. Réessayez plus tard ; la page d’état de Shopify en donne peut-être la raison.',
  'bulk-query': 'Shopify a refusé une requête groupée.',
  conservation: 'Toutes les lignes lues n’ont pas pu être retrouvées. L’importation a été arrêtée pour qu’aucun chiffre faux ne soit affiché. Relancez-la.',
  currency: 'Cette version de l’application ne connaît pas la devise de votre boutique et ne peut pas en compter exactement les montants. L’application doit être mise à jour.',
  database: 'La base de données de l’application n’a pas répondu.',
  'file-download': 'Le téléchargement d’un fichier de Shopify s’est interrompu.',
  'file-expired': 'Un fichier de Shopify avait expiré avant d’être lu.',
  'file-host': 'Shopify a renvoyé vers un emplacement dont l’application n’accepte pas de fichiers. Signalez-le à ceux qui exploitent l’application.',
  'file-transfer': 'Le stockage de fichiers de Shopify ne répond pas.',
  import: 'L’importation s’est arrêtée sur une erreur de l’application elle-même. Le journal de l’application en dit plus.',
  'merge-form': 'Shopify a signalé la fusion de deux clients sans les nommer.',
  'payload-compression': 'L’événement de Shopify enregistré n’a pas pu être décompressé.',
  'payload-json': 'L’événement envoyé par Shopify était endommagé.',
  'process-ended': 'L’application s’est arrêtée plusieurs fois au milieu de cet événement, en dernier sans rien d’autre à traiter.',
  'scopes-form': 'Shopify a signalé de nouveaux droits de l’application sans les nommer.',
  'not-installed': 'Shopify n’accepte plus l’accès de l’application à votre boutique. Rouvrez Regulars depuis votre boutique.',
  rebuild: 'Le nouveau calcul n’a pas pu être enregistré. Le journal de l’application en dit plus.',
  'scoring-settings': 'Les paramètres des niveaux ne sont pas lisibles. Rétablissez les valeurs par défaut.',
  'shop-details': 'Votre boutique n’a pas encore été lue. Importez-la avant de calculer les profils.',
  'shop-unavailable': 'Shopify indique que la boutique est fermée ou suspendue.',
  shopify: 'Shopify n’a pas accepté la demande, ou n’y a pas répondu.',
  'staged-upload': 'Shopify n’a pas accepté un fichier de modifications.',
  stopping: 'L’application a été arrêtée. Le travail reprend dès qu’elle fonctionne de nouveau.',
  'token-refresh': 'Shopify n’a pas renouvelé l’accès de l’application à votre boutique. Rouvrez Regulars depuis votre boutique.',
  'tag-read': 'Shopify n’a pas terminé la lecture des balises.',
  'tag-run-held': 'Un autre processus écrit cette exécution en ce moment.',
  'tag-run-lost': 'Un autre processus a repris cette exécution.',
  tags: 'Les modifications de balises n’ont pas pu être enregistrées à cause d’une erreur de l’application. Le journal de l’application en dit plus.',
};
const OWN_FAULT = 'Le travail s’est arrêté sur une erreur de l’application elle-même. Le journal de l’application en dit plus.';
