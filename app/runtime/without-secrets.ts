/**
 * What may never stand in a log, wherever it came from: the query of an address (Shopify's have a session token in it) and
 * anything that opens a door by itself.
 */

const LEFT_OUT = '[left out]';

/** Names that addresses and forms give to what opens a door. */
const DOORS = 'id_token|session|hmac|signature|code|access_token|refresh_token|subject_token|client_secret';

const FORMS: readonly [RegExp, string][] = [
  // A query, after an address or a path, up to what ends it in a sentence or in JSON.
  [/\?(?=[^\s"'<>\\?=]{1,60}=)[^\s"'<>\\)]*/g, ''],
  [new RegExp(`\\b(${DOORS})=[^\\s"'<>\\\\&;,)]+`, 'g'), `$1=${LEFT_OUT}`],
  // JSON Web Tokens: session tokens of Shopify.
  [/\beyJ[\w-]{4,}\.[\w-]+(\.[\w-]*)?/g, LEFT_OUT],
  // Access tokens, refresh tokens and secrets of Shopify.
  [/\bshp[a-z]{2,3}_[\w-]+/g, LEFT_OUT],
  // What the app itself has sealed, a download's address say.
  [/\bv1\.[\w-]+\.[\w-]{16}\.[\w-]{22}\.[\w-]*/g, LEFT_OUT],
];

/** A text, or a line of JSON, without queries of addresses and without tokens. JSON stays JSON. */
export function withoutSecrets(text: string): string {
  return FORMS.reduce((left, [form, put]) => left.replace(form, put), text);
}

/** Words and numbers, as the app's own addresses are made of. */
const PLAIN_PART = /^([a-z][a-z-]{0,31}|\d{1,20})$/;
const LONGEST_PATH = 12;

/** The path of an address as a log line may have it: what was put into an address by somebody else, or opens a door, is no word and no number. */
export function pathForLog(path: string): string {
  const parts = path.split('?', 1)[0]?.split('/').slice(1) ?? [];
  return `/${parts.slice(0, LONGEST_PATH).map((part) => (part === '' || PLAIN_PART.test(part) ? part : LEFT_OUT)).join('/')}`;
}
