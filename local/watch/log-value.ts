/** What a line of a log holds as JSON; undefined where it is none. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The value at a place such as `$.counts.waiting` or `$.records[0].id`; undefined where there is none. */
export function readPlace(line: unknown, place: string): unknown {
  const steps = place.match(/[^.[\]$]+/g) ?? [];
  return steps.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Readonly<Record<string, unknown>>)[step];
  }, line);
}

/** Whether a text is a place, as metric filters write them. */
export function isPlace(text: string): boolean {
  return /^\$(\.[A-Za-z0-9_-]+|\[\d+\])+$/.test(text);
}
