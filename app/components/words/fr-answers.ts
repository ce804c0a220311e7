import { ASK_AFTER_DAYS, ASK_OPEN_DAYS } from '../../reviews/ask-due.ts';
import { FEWEST_FOR_SCORE } from '../../reviews/nps.ts';
import type { Formats } from '../format.ts';
import type { englishAnswers } from './en-answers.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of what buyers answer, in French. */
export function frenchAnswers(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishAnswers> {
  const { number, percent } = formats;
  const { counted } = frame;
  return {
    title: 'Réponses',
    subtitle: 'Ce que les acheteurs disent de leurs achats et de votre boutique, et comment ils l’ont trouvée.',
    period: 'Chiffres de',
    periods: { 30: '30 derniers jours', 90: '90 derniers jours', 365: 'Dernière année', all: 'Depuis le début' },
    source: { search: 'Moteur de recherche', social: 'Réseaux sociaux', friend: 'Amis ou famille', advert: 'Publicité', press: 'Presse, blog ou podcast', before: 'Déjà acheté ici', other: 'Autre chose' },
    empty: {
      title: 'Personne n’a encore répondu',
      what: 'Les questions se trouvent dans deux blocs que vous placez dans l’éditeur de paiement de Shopify. Rien n’est demandé avant.',
      steps: [
        'Dans Shopify, ouvrez Paramètres, puis Paiement, et choisissez Personnaliser.',
        'Choisissez la page « Merci », ajoutez le bloc d’application « Regulars : merci » et enregistrez. Il demande comment l’acheteur vous a trouvé.',
        'Choisissez la page « Statut de la commande », ajoutez le bloc d’application « Regulars : commande » et enregistrez. Il demande des étoiles et quelques mots sur chaque produit, et si l’acheteur vous recommanderait.',
      ],
      open: 'Ouvrir les paramètres de paiement',
      when: `Les acheteurs connectés sont interrogés une fois par commande, ${number(ASK_AFTER_DAYS.delivered)} jours après la livraison. Si Shopify ne connaît pas la livraison, ${number(ASK_AFTER_DAYS.shipped)} jours après l’expédition ; si elle n’a pas de date non plus, ${number(ASK_AFTER_DAYS.ordered)} jours après la commande. La question reste ${number(ASK_OPEN_DAYS)} jours. Les lignes remboursées et les commandes annulées sont laissées de côté.`,
      asked: (orders) => `Jusqu’ici, les questions ont été montrées pour ${counted(orders, 'commande', 'commandes')}.`,
    },
    nps: {
      title: 'Vous recommanderaient-ils ?',
      score: 'Score de recommandation (NPS)',
      how: 'Le pourcentage de réponses 9 et 10 moins le pourcentage de réponses 0 à 6, donc entre −100 et 100. Dans 95 cas sur 100, l’intervalle contient le score de tous ceux qui auraient pu répondre, si ceux qui l’ont fait étaient choisis au hasard. Ce n’est pas tout à fait le cas : on répond plus volontiers quand on est ravi ou fâché.',
      range: (low, high) => `Entre ${number(low)} et ${number(high)}, autant qu’on puisse le dire à partir de ${number(FEWEST_FOR_SCORE)} réponses`,
      tooFew: (answers) => `${counted(answers, 'réponse', 'réponses')} : trop peu pour un score, il en faut ${number(FEWEST_FOR_SCORE)}`,
      none: 'Aucune réponse sur cette période',
      promoters: 'Promoteurs (9 et 10)',
      passives: 'Passifs (7 et 8)',
      detractors: 'Détracteurs (0 à 6)',
      of: (count, share) => `${number(count)} (${percent(share)})`,
      asked: (asked, answered) => `Sur ${counted(asked, 'commande', 'commandes')} dont les acheteurs ont vu les questions pour la première fois sur cette période, ${number(answered)} ont une réponse.`,
      from: { delivered: (count) => `${number(count)} après la livraison`, shipped: (count) => `${number(count)} après l’expédition, faute de livraison connue`, ordered: (count) => `${number(count)} après la commande, faute de date d’expédition` },
    },
    stars: { title: 'Étoiles', caption: 'Réponses par étoiles', of: (stars) => counted(stars, 'étoile', 'étoiles'), column: 'Étoiles', answers: 'Réponses', share: 'Part', none: 'Aucune étoile sur cette période.', mean: (mean, answers) => `${number(Math.round(mean * 10) / 10)} sur 5 en moyenne, sur ${counted(answers, 'réponse', 'réponses')}` },
    products: { title: 'Par produit', caption: 'Produits qui ont le plus de réponses', product: 'Produit', answers: 'Réponses', mean: 'Étoiles en moyenne', low: '3 étoiles ou moins', words: (title) => `Mots sur ${title}`, none: 'Aucun produit n’a d’étoiles sur cette période.' },
    sources: { title: 'Comment ils vous ont trouvé', caption: 'Ce qui les a menés à vous, par nombre de réponses', source: 'Par quel biais', answers: 'Réponses', share: 'Part', none: 'Personne ne l’a dit sur cette période.', one: 'Pour un invité, la première réponse compte ; elle est possible pendant une heure après la commande.' },
    words: {
      title: 'Dans leurs mots',
      show: 'Quels mots sont listés',
      choice: { all: 'Tout', products: 'Sur les produits', shop: 'Sur votre boutique', source: 'Comment ils vous ont trouvé' },
      none: 'Personne n’a encore rien écrit ici.',
      only: (what) => `Seulement ${what}`,
      all: 'Montrer tous les mots',
      newest: 'Les plus récents',
      score: (score) => `${number(score)} sur 10 : recommanderait votre boutique`,
      found: (source) => `Vous a trouvé par : ${source}`,
      order: (name) => `commande ${name}`,
      noCustomer: 'Invité',
      test: 'Commande test : listée ici, pas comptée plus haut.',
    },
    timeline: {
      title: (order) => `A répondu au sujet de la commande ${order}`,
      score: (score) => `Recommanderait votre boutique : ${number(score)} sur 10`,
    },
  };
}
