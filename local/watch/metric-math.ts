/**
 * Metric math of alarms, as far as it is known here: numbers, ids, `+ - * /`,
 * comparisons (1 or 0), `IF(condition, then, else)` and `FILL(id, number)`
 * (CloudWatch User Guide, "Using math expressions with CloudWatch metrics").
 */
export type Datapoint = number | undefined;

/** The value of one period; missing where a part of it is missing. */
export type Expression = {
  readonly ids: readonly string[];
  value(datapointOf: (id: string) => Datapoint): Datapoint;
};

type Node = (datapointOf: (id: string) => Datapoint) => Datapoint;
type Reader = {
  readonly tokens: string[];
  readonly ids: Set<string>;
  readonly text: string;
};

/** Throws an Error, with the text, on whatever is not such an expression. */
export function parseExpression(text: string): Expression {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9_]*|[<>=!]=|[-+*/()<>,]|\S/g) ?? [];
  const read: Reader = { tokens: [...tokens], ids: new Set(), text };
  const node = comparison(read);
  if (read.tokens.length > 0) throw unknown(text);
  return { ids: [...read.ids], value: node };
}

type Operation = (left: number, right: number) => Datapoint;

const comparing: Readonly<Record<string, Operation>> = {
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
};
const adding: Readonly<Record<string, Operation>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
};
const multiplying: Readonly<Record<string, Operation>> = {
  '*': (left, right) => left * right,
  // A division by nought has no value.
  '/': (left, right) => (right === 0 ? undefined : left / right),
};

const comparison = (read: Reader): Node => chain(read, comparing, sum);
const sum = (read: Reader): Node => chain(read, adding, product);
const product = (read: Reader): Node => chain(read, multiplying, operand);

function chain(
  read: Reader,
  operations: Readonly<Record<string, Operation>>,
  part: (read: Reader) => Node,
): Node {
  let node = part(read);
  for (;;) {
    const operation = operations[read.tokens[0] ?? ''];
    if (operation === undefined) return node;
    read.tokens.shift();
    node = both(node, part(read), operation);
  }
}

const both =
  (left: Node, right: Node, operation: Operation): Node =>
  (datapointOf) => {
    const [one, two] = [left(datapointOf), right(datapointOf)];
    return one === undefined || two === undefined ? undefined : operation(one, two);
  };

function operand(read: Reader): Node {
  const token = read.tokens.shift() ?? '';
  if (token === '(') {
    const inner = comparison(read);
    expect(read, ')');
    return inner;
  }
  if (/^\d/.test(token)) return () => Number(token);
  if (!/^[A-Za-z]/.test(token)) throw unknown(read.text);
  if (read.tokens[0] === '(') return call(token, read);
  // Ids begin with a small letter; what does not is a function or a word of CloudWatch.
  if (!/^[a-z]/.test(token)) throw unknown(read.text);
  read.ids.add(token);
  return (datapointOf) => datapointOf(token);
}

function call(name: string, read: Reader): Node {
  expect(read, '(');
  const first = comparison(read);
  expect(read, ',');
  const second = comparison(read);
  if (name === 'FILL') {
    expect(read, ')');
    return (datapointOf) => first(datapointOf) ?? second(datapointOf);
  }
  if (name !== 'IF') throw unknown(read.text);
  expect(read, ',');
  const third = comparison(read);
  expect(read, ')');
  return (datapointOf) => {
    const condition = first(datapointOf);
    if (condition === undefined) return undefined;
    return condition === 0 ? third(datapointOf) : second(datapointOf);
  };
}

function expect(read: Reader, token: string): void {
  if (read.tokens.shift() !== token) throw unknown(read.text);
}

function unknown(text: string): Error {
  return new Error(`the expression ${text} is not one that the local stack knows`);
}
