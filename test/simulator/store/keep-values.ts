import { normalNumber } from './decimals.ts';
import { Invalid } from './refusals.ts';
import { noteBytes, type Value, type Values, type ValueType, valueTypes } from './values.ts';

const mostDepth = 32;
const known: ReadonlySet<string> = new Set(valueTypes);

/**
 * Copies what was sent into what can be stored: checked, numbers in their one
 * way of writing, and frozen, so that the copy can be handed out. Names of
 * top-level attributes and of values in expressions alike.
 */
export function keepValues(sent: unknown): Values {
  const { values, bytes } = keepMap(sent, 1);
  if (bytes) noteBytes(values);
  return values;
}

type Kept<One> = { readonly values: One; readonly bytes: boolean };

function keepMap(sent: unknown, depth: number): Kept<Values> {
  if (typeof sent !== 'object' || sent === null) throw new Error('A map of values is no object.');
  const values: Record<string, Value> = {};
  let bytes = false;
  for (const [name, one] of Object.entries(sent)) {
    const kept = keepValue(one, depth);
    values[name] = kept.values;
    bytes ||= kept.bytes;
  }
  return { values: Object.freeze(values), bytes };
}

function keepValue(sent: unknown, depth: number): Kept<Value> {
  if (depth > mostDepth) throw new Invalid('Nesting Levels have exceeded supported limits');
  if (typeof sent !== 'object' || sent === null) throw new Error('A value is sent that is no object.');
  const type = typeSent(sent as Readonly<Record<string, unknown>>);
  const content = (sent as Record<string, unknown>)[type];
  if (type === 'M') {
    const { values, bytes } = keepMap(content, depth + 1);
    return { values: Object.freeze({ M: values }), bytes };
  }
  if (type === 'L') return keepList(content as readonly unknown[], depth);
  return { values: Object.freeze(keepFlat(type, content)), bytes: type === 'B' || type === 'BS' };
}

function typeSent(sent: Readonly<Record<string, unknown>>): ValueType {
  let type: ValueType | undefined;
  for (const name in sent) {
    if (sent[name] === undefined || !known.has(name)) continue;
    if (type !== undefined)
      throw new Invalid(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    type = name as ValueType;
  }
  if (type === undefined)
    throw new Invalid(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  return type;
}

function keepList(sent: readonly unknown[], depth: number): Kept<Value> {
  const kept = sent.map((one) => keepValue(one, depth + 1));
  const values = Object.freeze({ L: Object.freeze(kept.map((one) => one.values)) });
  return { values, bytes: kept.some(({ bytes }) => bytes) };
}

function keepFlat(type: Exclude<ValueType, 'M' | 'L'>, content: unknown): Value {
  switch (type) {
    case 'S':
      return { S: String(content) };
    case 'N':
      return { N: keepNumber(String(content)) };
    case 'B':
      return { B: (content as Uint8Array).slice() };
    case 'BOOL':
      return { BOOL: content as boolean };
    case 'NULL':
      if (content !== true)
        throw new Invalid(
          'One or more parameter values were invalid: Null attribute value types must have the value of true',
        );
      return { NULL: true };
    case 'SS':
      return { SS: keepSet('string', content as readonly string[]) };
    case 'NS':
      return { NS: keepSet('number', (content as readonly string[]).map(keepNumber)) };
    case 'BS':
      return { BS: keepBytes(content as readonly Uint8Array[]) };
  }
}

const whyNot = {
  'not-a-number': 'The parameter cannot be converted to a numeric value',
  'too-precise': 'Attempting to store more than 38 significant digits in a Number',
  'too-great': 'Number overflow. Attempting to store a number with magnitude larger than supported range',
  'too-small': 'Number underflow. Attempting to store a number with magnitude smaller than supported range',
} as const;

function keepNumber(sent: string): string {
  const number = normalNumber(sent);
  if (!number.ok) throw new Invalid(whyNot[number.fault]);
  return number.text;
}

function keepSet(of: string, sent: readonly string[]): readonly string[] {
  if (sent.length === 0)
    throw new Invalid(`One or more parameter values were invalid: An ${of} set  may not be empty`);
  if (new Set(sent).size < sent.length)
    throw new Invalid('One or more parameter values were invalid: Input collection contains duplicates.');
  return Object.freeze([...sent]);
}

function keepBytes(sent: readonly Uint8Array[]): readonly Uint8Array[] {
  keepSet(
    'binary',
    sent.map((bytes) => Buffer.from(bytes).toString('base64')),
  );
  return Object.freeze(sent.map((bytes) => bytes.slice()));
}
