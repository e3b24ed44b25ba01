import { Invalid } from '../refusals.ts';
import { isReserved } from './reserved-words.ts';
import { type Parameter, type Reader, readTokens, type Token } from './tokens.ts';
import type { Parsed, Path, Placeholder, Step } from './trees.ts';

/** What is read, and which placeholders were met on the way. */
export type Parsing = {
  readonly reader: Reader;
  readonly parameter: Parameter;
  readonly names: Set<string>;
  readonly values: Set<string>;
};

const read = new Map<string, Parsed<unknown>>();

/** Reads a text to its end; each text once, since the same few come again and again. */
export function parseOnce<Tree>(
  parameter: Parameter,
  text: string,
  parse: (parsing: Parsing) => Tree,
): Parsed<Tree> {
  const key = `${parameter} ${text}`;
  const known = read.get(key);
  if (known !== undefined) return known as Parsed<Tree>;
  const parsing = {
    reader: readTokens(text, parameter),
    parameter,
    names: new Set<string>(),
    values: new Set<string>(),
  };
  const tree = parse(parsing);
  if (parsing.reader.peek().kind !== 'end') parsing.reader.refuse();
  const parsed = { tree, names: parsing.names, values: parsing.values };
  read.set(key, parsed);
  return parsed;
}

export function parsePath(parsing: Parsing): Path {
  const { reader } = parsing;
  const steps: Step[] = [parseName(parsing)];
  for (;;) {
    if (reader.takeIf('.')) steps.push(parseName(parsing));
    else if (reader.takeIf('[')) {
      if (reader.peek().kind !== 'number') reader.refuse();
      steps.push({ index: Number(reader.take().text) });
      reader.expect(']');
    } else return { kind: 'path', steps };
  }
}

function parseName({ reader, parameter, names }: Parsing): Step {
  const { kind, text }: Token = reader.peek();
  if (kind === 'name') {
    names.add(text);
    reader.take();
    return { name: text };
  }
  if (kind !== 'word') reader.refuse();
  if (isReserved(text))
    throw new Invalid(
      `Invalid ${parameter}: Attribute name is a reserved keyword; reserved keyword: ${text}`,
    );
  reader.take();
  return { word: text };
}

export function parsePlaceholder({ reader, values }: Parsing): Placeholder {
  if (reader.peek().kind !== 'value') reader.refuse();
  const { text } = reader.take();
  values.add(text);
  return { kind: 'value', placeholder: text };
}

/** Paths that a reading is narrowed to, with commas between them. */
export function parseProjection(text: string): Parsed<readonly Path[]> {
  return parseOnce('ProjectionExpression', text, (parsing) => {
    const paths = [parsePath(parsing)];
    while (parsing.reader.takeIf(',')) paths.push(parsePath(parsing));
    return paths;
  });
}
