/** What makes well-formed JSON unfit to be read. */
export type JsonFault = 'nested-too-deep' | 'duplicate-key' | 'broken-text';

/** One string, or one character of structure, of JSON that is known to be well-formed. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * Looks through well-formed JSON for what `JSON.parse` lets pass and nobody
 * means: an object that gives a key twice, of which all but the last would be
 * lost; text with half a character; nesting beyond any that we read.
 */
export function faultIn(text: string, deepest: number): JsonFault | undefined {
  const keysOfOpenObjects: (Set<string> | undefined)[] = [];
  let previous: string | undefined;
  for (const [found] of text.matchAll(token)) {
    if (found === '{' || found === '[') {
      keysOfOpenObjects.push(found === '{' ? new Set() : undefined);
      if (keysOfOpenObjects.length > deepest) return 'nested-too-deep';
    } else if (found === '}' || found === ']') {
      keysOfOpenObjects.pop();
    } else if (found === ':') {
      const keys = keysOfOpenObjects.at(-1);
      const key = String(JSON.parse(previous ?? '""'));
      if (keys?.has(key)) return 'duplicate-key';
      keys?.add(key);
    } else if (found !== ',' && !String(JSON.parse(found)).isWellFormed()) {
      return 'broken-text';
    }
    previous = found;
  }
  return undefined;
}
