import { Invalid } from '../refusals.ts';
import { type Parsing, parseOnce, parsePath, parsePlaceholder } from './parse-path.ts';
import type { Change, NewValue, Parsed } from './trees.ts';

const clauses = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Clause = (typeof clauses)[number];

/** Reads an update expression: its changes, in their order. */
export const parseUpdate = (text: string): Parsed<readonly Change[]> =>
  parseOnce('UpdateExpression', text, parseClauses);

function parseClauses(parsing: Parsing): readonly Change[] {
  const { reader } = parsing;
  const changes: Change[] = [];
  const seen = new Set<Clause>();
  while (reader.peek().kind !== 'end') {
    const clause = clauses.find((one) => reader.takeIf(one));
    if (clause === undefined) return reader.refuse();
    if (seen.has(clause))
      throw new Invalid(
        `Invalid UpdateExpression: The "${clause}" section can only be used once in an update expression;`,
      );
    seen.add(clause);
    do changes.push(parseChange(parsing, clause));
    while (reader.takeIf(','));
  }
  return changes;
}

function parseChange(parsing: Parsing, clause: Clause): Change {
  const path = parsePath(parsing);
  switch (clause) {
    case 'SET':
      parsing.reader.expect('=');
      return { kind: 'set', path, to: parseNewValue(parsing) };
    case 'REMOVE':
      return { kind: 'remove', path };
    case 'ADD':
      return { kind: 'add', path, value: parsePlaceholder(parsing) };
    case 'DELETE':
      return { kind: 'delete', path, value: parsePlaceholder(parsing) };
  }
}

function parseNewValue(parsing: Parsing): NewValue {
  const one = parseOperand(parsing);
  const sign = (['+', '-'] as const).find((each) => parsing.reader.takeIf(each));
  return sign === undefined ? one : { kind: 'sum', sign, one, other: parseOperand(parsing) };
}

function parseOperand(parsing: Parsing): NewValue {
  const { reader } = parsing;
  if (reader.takeIf('(')) {
    if (reader.peek().text === '(')
      throw new Invalid('Invalid UpdateExpression: The expression has redundant parentheses;');
    const inner = parseNewValue(parsing);
    reader.expect(')');
    return inner;
  }
  const { kind, text } = reader.peek();
  if (kind === 'value') return parsePlaceholder(parsing);
  if (kind === 'word' && reader.peek(1).text === '(') return parseCall(parsing, text);
  return parsePath(parsing);
}

function parseCall(parsing: Parsing, name: string): NewValue {
  const { reader } = parsing;
  if (name !== 'if_not_exists' && name !== 'list_append')
    throw new Invalid(`Invalid UpdateExpression: Invalid function name; function: ${name}`);
  reader.take();
  reader.expect('(');
  const call: NewValue =
    name === 'if_not_exists'
      ? { kind: 'if-not-exists', path: parsePath(parsing), otherwise: afterComma(parsing) }
      : { kind: 'list-append', first: parseOperand(parsing), second: afterComma(parsing) };
  reader.expect(')');
  return call;
}

function afterComma(parsing: Parsing): NewValue {
  parsing.reader.expect(',');
  return parseOperand(parsing);
}
