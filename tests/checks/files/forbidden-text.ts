/** What no file of the project may hold, each with the reason. Written in halves where this file would otherwise find itself. */
const FORBIDDEN: readonly { form: RegExp; why: string; allowed?: (file: string) => boolean }[] = [
  { form: new RegExp('(?<![\\w.$}/-])/(work|tmp|home|root|Users|mnt|private)' + '/[\\w.-]'), why: "a path of somebody's machine" },
  { form: new RegExp('\\b[A-Z]:\\\\' + 'Users\\\\'), why: "a path of somebody's machine" },
  { form: new RegExp('\\bregistry' + '\\.[a-z]|arti' + 'factory|verda' + 'ccio', 'i'), why: "a package registry's host: that is for each user's .npmrc" },
  { form: new RegExp('"resolved"' + ':\\s*"http'), why: 'an address of a package registry in the lock: install with omit-lockfile-registry-resolved, as .npmrc says' },
  { form: new RegExp('_auth' + 'Token|//[^\\s]+:' + '_auth'), why: 'a login to a package registry' },
  { form: new RegExp('\\.\\./' + 'shared\\b'), why: 'the folder beside the project, which nobody else has: only tests and benches may read data there, and say so when it is not there', allowed: (file) => file.startsWith('tests/') },
  { form: new RegExp('\\.library' + '/'), why: "a folder of somebody's machine" },
  { form: new RegExp('shp(at|ca|pa|ss|ua)' + '_[0-9a-fA-F]{32}'), why: 'a token or secret of Shopify' },
  { form: new RegExp('-----BEGIN [A-Z ]*PRIVATE' + ' KEY-----'), why: 'a private key' },
];

/**
 * @param file from the project's root, with forward slashes
 * @returns one line for each fault
 */
export function forbiddenText(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    FORBIDDEN.filter(({ form, allowed }) => form.test(line) && !(allowed?.(file) ?? false)).map(({ why }) => `${file}:${index + 1} has ${why}`),
  );
}

/** `eslint-disable` that names no rule, or gives no reason behind ` -- `. ESLint cannot say so itself: a disable of everything hides that rule too. */
export function disablesWithoutReason(file: string, text: string): string[] {
  const comment = new RegExp('(//|/\\*)\\s*eslint-' + 'disable(-next-line|-line)?\\b(.*)');
  return text.split('\n').flatMap((line, index) => {
    const rest = comment.exec(line)?.[3];
    return rest === undefined || /^\s+[@\w/-]+.*\s--\s+\S/.test(rest) ? [] : [`${file}:${index + 1} switches lint off: name the rule and write the reason behind " -- "`];
  });
}
