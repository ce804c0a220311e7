/** Made-up people for the stores: names of several cultures, and how a customer of a data set without names gets one. */

export interface Culture {
  given: readonly string[];
  family: readonly string[];
  locale: string;
}

const list = (names: string): string[] => names.split(' ');

export const CULTURES = {
  english: {
    locale: 'en-GB',
    given: list('Olivia Amelia Isla Ava Grace Freya Emily Charlotte Poppy Eleanor Harriet Beatrice Martha Edith Rosie Oliver George Arthur Noah Harry Jack Henry Thomas Edward Samuel Alfie Theodore Daniel Hugh Rupert'),
    family: list('Smith Jones Taylor Brown Williams Wilson Davies Evans Thomas Johnson Roberts Walker Wright Thompson Hughes Green Hall Wood Clarke Ward Turner Cooper Bailey Bennett Marsh Fletcher Ashworth Pemberton Whitaker Lowe'),
  },
  french: {
    locale: 'fr-FR',
    given: list('Camille Léa Manon Chloé Inès Élodie Amélie Margaux Zoé Hélène Lucas Hugo Théo Antoine Baptiste François Étienne Rémi Julien Gaël'),
    family: list('Martin Bernard Dubois Laurent Moreau Lefèvre Girard Rousseau Fontaine Chevalier Gauthier Marchand Beaumont Delacroix Besson Noël'),
  },
  german: {
    locale: 'de-DE',
    given: list('Hannah Lena Jana Anneliese Greta Käthe Sophie Ursula Leonie Mia Lukas Felix Jonas Jürgen Björn Matthias Sebastian Moritz Günther Emil'),
    family: list('Müller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Schäfer Koch Bauer Richter Klein Schröder Neumann Krüger Weiß'),
  },
  iberian: {
    locale: 'es-ES',
    given: list('Lucía Sofía Martina Paula Inés Carmen Beatriz Mariana Joana Marta Mateo Alejandro Diego Álvaro Javier Iñigo João Tiago Rui Gonçalo'),
    family: list('García Fernández González Rodríguez López Martínez Sánchez Pérez Muñoz Núñez Silva Santos Ferreira Oliveira Costa Carvalho'),
  },
  nordic: {
    locale: 'sv-SE',
    given: list('Astrid Ingrid Freja Maja Signe Elin Saga Kirsten Liv Åsa Erik Lars Søren Magnus Nils Bjarne Håkon Anders Oskar Leif'),
    family: list('Andersson Johansson Nilsson Lindqvist Bergström Hansen Larsen Sørensen Østergaard Dahl Haugen Åkerlund Virtanen Korhonen'),
  },
  slavic: {
    locale: 'pl-PL',
    given: list('Zofia Małgorzata Agnieszka Katarzyna Natalia Ivana Olena Milica Jana Petra Jakub Łukasz Tomasz Paweł Oleksandr Dmytro Marko Jan Ondřej Miloš'),
    family: list('Nowak Kowalski Wiśniewski Wójcik Kamiński Zieliński Novák Dvořák Horvat Kovač Petrović Shevchenko Kovalenko Bondarenko'),
  },
  southAsian: {
    locale: 'en-GB',
    given: list('Aisha Priya Ananya Fatima Meera Zara Nadia Sana Kavita Leela Arjun Rohan Imran Vikram Sanjay Hassan Farhan Dev Bilal Kiran'),
    family: list('Patel Singh Khan Sharma Ahmed Kaur Begum Hussain Iyer Chowdhury Gupta Malik Rahman Desai Nair Perera'),
  },
  westAfrican: {
    locale: 'en-GB',
    given: list('Adaeze Ngozi Abena Ama Folake Chidinma Yewande Efua Amara Zainab Chukwuemeka Kwame Kofi Oluwaseun Tunde Emeka Yaw Babatunde Sekou Ibrahim'),
    family: list('Okafor Adeyemi Mensah Boateng Okonkwo Balogun Owusu Asante Nwosu Diallo Traoré Eze Adebayo Osei'),
  },
  eastAsian: {
    locale: 'en-GB',
    given: list('Mei Xinyi Yuki Hana Sakura Jiwoo Soyeon Linh Thi Ling Wei Hiroshi Kenji Haruto Minjun Jihoon Tuan Kai Jun Daichi'),
    family: list('Wang Li Zhang Chen Liu Tanaka Suzuki Sato Kim Park Lee Nguyễn Trần Wong Yamamoto Lam'),
  },
} as const satisfies Record<string, Culture>;

/** Names in other scripts, right-to-left ones among them, and ones with emoji: [given, family, locale]. */
export const OTHER_SCRIPT_NAMES: readonly [string, string, string][] = [
  ['محمد', 'العلي', 'ar'], ['فاطمة', 'الزهراء', 'ar'], ['ليلى', 'حداد', 'ar'], ['דוד', 'כהן', 'he'], ['נועה', 'לוי', 'he'], ['تمارا', 'خوری', 'ar'],
  ['花子', '山田', 'ja'], ['健太', '佐藤', 'ja'], ['伟', '王', 'zh-CN'], ['秀英', '李', 'zh-CN'], ['지우', '김', 'ko'], ['Анна', 'Иванова', 'ru'],
  ['Олена', 'Шевченко', 'uk'], ['Ελένη', 'Παπαδοπούλου', 'el'], ['प्रिया', 'शर्मा', 'hi'], ['Sunny 🌻', 'Day', 'en-GB'], ['✨ Luna ✨', 'Bell', 'en-GB'],
  ['Zoë 🫖', 'van den Berg', 'nl'], ['👩‍🚀 Sam', 'O’Neill', 'en-GB'], ['José María', 'de la Cruz-Ñíguez', 'es-ES'],
];

/** The part of an e-mail address before the @: ASCII letters, digits and dots; empty when nothing is left. */
export function mailName(name: string): string {
  return name
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '')
    .toLowerCase();
}

/** A name and an address on example.com for a customer of a data set that has none: the same for an id every time. */
export function madeUpPerson(id: number): { firstName: string; lastName: string; email: string } {
  const { given, family } = CULTURES.english;
  // The golden ratio's multiples spread neighbouring ids over the lists.
  const spread = Math.imul(id % 4294967296, 0x9e3779b1) >>> 0;
  const firstName = given[spread % given.length] ?? 'Olivia';
  const lastName = family[Math.floor(spread / 64) % family.length] ?? 'Smith';
  return { firstName, lastName, email: `${mailName(firstName)}.${mailName(lastName)}.${id}@example.com` };
}
