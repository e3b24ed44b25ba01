import { Invalid } from '../refusals.ts';
import { type Parsing, parseOnce, parsePath, parsePlaceholder } from './parse-path.ts';
import type { Parameter } from './tokens.ts';
import type { Comparator, Condition, Operand, Parsed, Predicate } from './trees.ts';

const comparators: ReadonlySet<string> = new Set<Comparator>(['=', '<>', '<', '<=', '>', '>=']);
const operandsOf: Readonly<Record<Predicate, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
};
const isPredicate = (text: string): text is Predicate => Object.hasOwn(operandsOf, text);

const redundant = (parameter: Parameter): Invalid =>
  new Invalid(`Invalid ${parameter}: The expression has redundant parentheses;`);

/** Conditions that stand in parentheses of their own: another pair around one is refused. */
const grouped = new WeakSet<Condition>();

/** Reads a condition, a filter or a condition on keys. */
export const parseCondition = (
  parameter: Exclude<Parameter, 'UpdateExpression' | 'ProjectionExpression'>,
  text: string,
): Parsed<Condition> => parseOnce(parameter, text, parseOr);

function parseOr(parsing: Parsing): Condition {
  let one = parseAnd(parsing);
  while (parsing.reader.takeIf('OR')) one = { kind: 'or', one, other: parseAnd(parsing) };
  return one;
}

function parseAnd(parsing: Parsing): Condition {
  let one = parseNot(parsing);
  while (parsing.reader.takeIf('AND')) one = { kind: 'and', one, other: parseNot(parsing) };
  return one;
}

const parseNot = (parsing: Parsing): Condition =>
  parsing.reader.takeIf('NOT') ? { kind: 'not', of: parseNot(parsing) } : parseSingle(parsing);

function parseSingle(parsing: Parsing): Condition {
  const { reader, parameter } = parsing;
  if (reader.peek().text === '(' && !followsOperand(reader.pastParentheses().text)) {
    reader.take();
    const inner = parseOr(parsing);
    reader.expect(')');
    if (grouped.has(inner)) throw redundant(parameter);
    grouped.add(inner);
    return inner;
  }
  const { kind, text } = reader.peek();
  if (kind === 'word' && reader.peek(1).text === '(' && text !== 'size') return parseCall(parsing, text);
  return parseComparison(parsing, parseOperand(parsing));
}

/** Whether a word says that what stands before it is compared with something. */
const followsOperand = (text: string): boolean =>
  comparators.has(text) || ['BETWEEN', 'IN'].includes(text.toUpperCase());

function parseCall(parsing: Parsing, name: string): Condition {
  const { reader, parameter } = parsing;
  if (!isPredicate(name)) throw new Invalid(`Invalid ${parameter}: Invalid function name; function: ${name}`);
  reader.take();
  reader.expect('(');
  const operands = [parseOperand(parsing)];
  while (reader.takeIf(',')) operands.push(parseOperand(parsing));
  reader.expect(')');
  if (operands.length !== operandsOf[name])
    throw new Invalid(
      `Invalid ${parameter}: Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  return { kind: 'call', predicate: name, operands };
}

function parseComparison(parsing: Parsing, left: Operand): Condition {
  const { reader } = parsing;
  if (reader.takeIf('BETWEEN')) {
    const low = parseOperand(parsing);
    reader.expect('AND');
    return { kind: 'between', operand: left, low, high: parseOperand(parsing) };
  }
  if (reader.takeIf('IN')) {
    reader.expect('(');
    const options = [parseOperand(parsing)];
    while (reader.takeIf(',')) options.push(parseOperand(parsing));
    reader.expect(')');
    return { kind: 'in', operand: left, options };
  }
  if (!comparators.has(reader.peek().text)) reader.refuse();
  const by = reader.take().text as Comparator;
  return { kind: 'compare', by, left, right: parseOperand(parsing) };
}

function parseOperand(parsing: Parsing): Operand {
  const { reader } = parsing;
  if (reader.takeIf('(')) {
    if (reader.peek().text === '(') throw redundant(parsing.parameter);
    const inner = parseOperand(parsing);
    reader.expect(')');
    return inner;
  }
  const { kind, text } = reader.peek();
  if (kind === 'word' && text === 'size' && reader.peek(1).text === '(') {
    reader.take();
    reader.expect('(');
    const of = reader.peek().kind === 'value' ? parsePlaceholder(parsing) : parsePath(parsing);
    reader.expect(')');
    return { kind: 'size', of };
  }
  return kind === 'value' ? parsePlaceholder(parsing) : parsePath(parsing);
}
