/** The texts of a PostgreSQL array's text form: {a,"b c","d\"e"}. Null elements are left out. */
export function arrayItems(literal: string | null): string[] {
  if (literal === null || literal.length <= 2) return [];
  const items: string[] = [];
  let at = 1;
  while (at < literal.length - 1) {
    let item = '';
    const quoted = literal[at] === '"';
    if (quoted) at += 1;
    for (; at < literal.length - 1; at += 1) {
      const character = literal[at] as string;
      if (character === '\\') {
        at += 1;
        item += literal[at] ?? '';
      } else if (quoted ? character === '"' : character === ',') {
        break;
      } else {
        item += character;
      }
    }
    if (quoted || item !== 'NULL') items.push(item);
    // Past the closing quote and the comma.
    at += quoted ? 2 : 1;
  }
  return items;
}
