import { readPlace } from './log-value.ts';

/**
 * Filter patterns of CloudWatch Logs for lines that are JSON (CloudWatch Logs
 * User Guide, "Filter pattern syntax"): comparisons of a place with a text or a
 * number, EXISTS, NULL, TRUE and FALSE, joined by `&&`, `||` and brackets. A
 * `*` in a text stands for anything. An empty pattern matches every line.
 */
export type LogPattern = (line: unknown) => boolean;

type Token = { readonly kind: 'place' | 'text' | 'word' | 'sign'; readonly text: string };

const tokens =
  /\s*(?:(?<place>\$(?:\.[A-Za-z0-9_-]+|\[\d+\])+)|"(?<text>[^"]*)"|(?<sign>&&|\|\||[()]|!=|>=|<=|=|>|<)|(?<word>[A-Za-z0-9_.*+-]+))/y;

/** Throws an Error, with the pattern, on whatever is not such a pattern. */
export function parseLogPattern(pattern: string): LogPattern {
  if (pattern.trim() === '') return () => true;
  const [, inner] = /^\s*\{(.*)\}\s*$/s.exec(pattern) ?? [];
  if (inner === undefined) throw unknown(pattern);
  const read = createReader(tokenize(inner, pattern), pattern);
  const parsed = anyOf(read);
  if (read.peek() !== undefined) throw unknown(pattern);
  return parsed;
}

type Reader = {
  peek(): Token | undefined;
  next(): Token;
  /** Takes the token where it is this sign or word. */
  take(text: string): boolean;
  readonly pattern: string;
};

function tokenize(inner: string, pattern: string): readonly Token[] {
  const found: Token[] = [];
  tokens.lastIndex = 0;
  const end = inner.trimEnd().length;
  while (tokens.lastIndex < end) {
    const groups = tokens.exec(inner)?.groups;
    const [kind, text] = Object.entries(groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    if (kind === undefined || text === undefined) throw unknown(pattern);
    found.push({ kind: kind as Token['kind'], text });
  }
  return found;
}

function createReader(all: readonly Token[], pattern: string): Reader {
  let position = 0;
  const next = (): Token => {
    const token = all[position];
    if (token === undefined) throw unknown(pattern);
    position += 1;
    return token;
  };
  return {
    pattern,
    next,
    peek: () => all[position],
    take(text) {
      const token = all[position];
      const isThere = token !== undefined && token.kind !== 'text' && token.text === text;
      if (isThere) position += 1;
      return isThere;
    },
  };
}

function anyOf(read: Reader): LogPattern {
  const parts = [allOf(read)];
  while (read.take('||')) parts.push(allOf(read));
  return (line) => parts.some((part) => part(line));
}

function allOf(read: Reader): LogPattern {
  const parts = [one(read)];
  while (read.take('&&')) parts.push(one(read));
  return (line) => parts.every((part) => part(line));
}

function one(read: Reader): LogPattern {
  if (read.take('(')) {
    const inner = anyOf(read);
    if (!read.take(')')) throw unknown(read.pattern);
    return inner;
  }
  const place = read.next();
  if (place.kind !== 'place') throw unknown(read.pattern);
  if (read.take('NOT')) {
    if (!read.take('EXISTS')) throw unknown(read.pattern);
    return (line) => readPlace(line, place.text) === undefined;
  }
  if (read.take('IS')) return is(place.text, read);
  const operator = read.next();
  if (operator.kind !== 'sign') throw unknown(read.pattern);
  return compare(place.text, operator.text, read.next(), read.pattern);
}

function is(place: string, read: Reader): LogPattern {
  const wanted = new Map<string, unknown>([
    ['NULL', null],
    ['TRUE', true],
    ['FALSE', false],
  ]);
  const word = read.next().text;
  if (!wanted.has(word)) throw unknown(read.pattern);
  return (line) => readPlace(line, place) === wanted.get(word);
}

/** A place that is not there, or holds something else than a text or a number, is not equal and not unequal. */
function compare(place: string, operator: string, operand: Token, pattern: string): LogPattern {
  const number = operand.kind === 'word' ? Number(operand.text) : Number.NaN;
  if (Number.isNaN(number)) {
    const matches = textMatcher(operand, operator, pattern);
    return (line) => {
      const value = readPlace(line, place);
      return (typeof value === 'string' || typeof value === 'number') && matches(String(value));
    };
  }
  const holds = numberComparisons[operator];
  if (holds === undefined) throw unknown(pattern);
  return (line) => {
    const value = readPlace(line, place);
    return typeof value === 'number' && holds(value, number);
  };
}

function textMatcher(operand: Token, operator: string, pattern: string): (value: string) => boolean {
  const isOperand = operand.kind === 'text' || operand.kind === 'word';
  if (!isOperand || (operator !== '=' && operator !== '!=')) throw unknown(pattern);
  const pieces = operand.text.split('*').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${pieces.join('.*')}$`, 's');
  return (value) => expression.test(value) === (operator === '=');
}

const numberComparisons: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '=': (value, wanted) => value === wanted,
  '!=': (value, wanted) => value !== wanted,
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
};

function unknown(pattern: string): Error {
  return new Error(`the filter pattern ${pattern} is not one that the local stack knows`);
}
