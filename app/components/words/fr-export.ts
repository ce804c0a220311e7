import type { Formats } from '../format.ts';
import type { englishExport } from './en-export.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of marking customers, and of the file that they can be exported to, in French. */
export function frenchExport(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishExport> {
  const { number } = formats;
  const { counted } = frame;
  const customers = (count: number) => counted(count, 'client', 'clients');
  return {
    marks: {
      title: 'Clients sélectionnés',
      mark: (name) => `Sélectionner ${name}`,
      page: 'Sélectionner cette page',
      marked: (count) => counted(count, 'client sélectionné', 'clients sélectionnés'),
      all: (count) => (count === 1 ? 'Sélectionner le seul client qui correspond' : `Sélectionner les ${number(count)} qui correspondent`),
      allMarked: (count) => (count === 1 ? 'Le seul client qui correspond est sélectionné' : `Les ${number(count)} clients qui correspondent sont sélectionnés`),
      clear: 'Effacer la sélection',
      full: (most) => `On peut en sélectionner ${number(most)} au plus un par un. Pour en prendre davantage, sélectionnez tous ceux qui correspondent.`,
    },
    file: {
      exportAll: 'Exporter',
      exportMarked: 'Exporter la sélection',
      asking: 'Préparation du fichier…',
      starting: 'Votre navigateur enregistre le fichier.',
      byHand: 'Rien ne se passe ? Téléchargez-le ici',
      sending: (rows, expected) => (expected === null ? `Envoi : ${customers(rows)} jusqu’ici` : `Envoi : ${number(rows)} sur ${customers(expected)}`),
      done: (rows, bytes) => `${counted(rows, 'client exporté', 'clients exportés')} (${size(number, bytes)}).`,
      brokenTitle: 'Le fichier n’est pas complet',
      broken: (rows) => `Le téléchargement s’est interrompu après ${customers(rows)}. Supprimez ce fichier et exportez de nouveau.`,
      expiredTitle: 'Rien n’a été téléchargé',
      expired: 'Le lien vers le fichier n’a pas été ouvert à temps et a expiré. Exportez de nouveau.',
      again: 'Exporter de nouveau',
      headings: (currency) => ({
        id: 'Identifiant', firstName: 'Prénom', lastName: 'Nom', email: 'E-mail', emailMarketing: 'Marketing par e-mail', country: 'Pays', tier: 'Niveau', stage: 'Étape',
        r: 'Score de récence (R)', f: 'Score de fréquence (F)', m: 'Score de montant (M)', orders: 'Commandes', netSpend: `Dépenses nettes (${currency})`, firstPurchase: 'Premier achat',
        lastPurchase: 'Dernier achat', tags: 'Balises',
      }),
      consentName: {
        SUBSCRIBED: 'Abonné', UNSUBSCRIBED: 'Désabonné', NOT_SUBSCRIBED: 'Non abonné', PENDING: 'En attente', REDACTED: 'Effacé', INVALID: 'Non valide',
      },
    },
  };
}

function size(number: (value: number) => string, bytes: number): string {
  if (bytes < 1_000) return `${number(bytes)} ${bytes < 2 ? 'octet' : 'octets'}`;
  return bytes < 1_000_000 ? `${number(Math.round(bytes / 1_000))} ko` : `${number(Math.round(bytes / 100_000) / 10)} Mo`;
}
