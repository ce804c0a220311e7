/** What a body may be at most; deeper than any form of ours. */
const DEEPEST = 16;

export class NotJson extends Error {}

/**
 * JSON of a body that anybody may have written: UTF-8, an object, and not so deep that what reads it afterwards could run
 * out of stack.
 * @throws NotJson saying what is wrong, without quoting it
 */
export function readBoundedJson(body: Uint8Array): Record<string, unknown> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new NotJson('The body is not UTF-8.');
  }
  if (depthOf(text) > DEEPEST) throw new NotJson(`The body is nested more than ${DEEPEST} deep.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotJson('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NotJson('The body is not a JSON object.');
  return value as Record<string, unknown>;
}

/** How deep brackets stand in one another, outside of strings; of what is not JSON, some number. */
function depthOf(text: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (inString) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === '{' || sign === '[') deepest = Math.max(deepest, (depth += 1));
    else if (sign === '}' || sign === ']') depth -= 1;
  }
  return deepest;
}
