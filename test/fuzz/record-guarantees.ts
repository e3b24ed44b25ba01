import { type Json, mark } from './mutate.ts';

/** What came of a batch: the numbers that were given back, or that the whole of it was. */
export type Came = { readonly givenBack: readonly string[] } | 'whole batch';

/** What must come of a batch, worked out from the event alone: what is worked on, in order, and what is given back. */
export type Expected =
  | { readonly worked: readonly string[]; readonly givenBack: readonly string[] }
  | 'whole batch';

/** The value that names lead to; undefined where they lead nowhere. */
export const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? (found as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  );

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

type Reading = {
  /** What a record is given back by. */
  readonly number: (record: unknown) => unknown;
  /** What is worked on for a record; nothing where it cannot be read. */
  readonly pieces: (record: unknown) => readonly string[] | undefined;
};

/** Each record by itself; none of them where one has nothing to be given back by. */
export function expectedOf(event: Json, { number, pieces }: Reading): Expected {
  const records = at(event, 'Records');
  if (!Array.isArray(records)) return 'whole batch';
  const numbers = records.map(number);
  if (!numbers.every(isText)) return 'whole batch';
  const read = records.map((record) => pieces(record));
  return {
    worked: read.flatMap((one) => one ?? []),
    givenBack: numbers.filter((_, index) => read[index] === undefined),
  };
}

/** A record of the stream, of an item whose partition begins so. */
export const streamReading = (prefix: string): Reading => ({
  number: (record) => at(record, 'dynamodb', 'SequenceNumber'),
  pieces: (record) => {
    const key = at(record, 'dynamodb', 'Keys', 'pk', 'S');
    return isText(key) && key.startsWith(prefix) && key.length > prefix.length
      ? [key.slice(prefix.length)]
      : undefined;
  },
});

/** A message of the ledger's queue: what SNS makes of a message of ours. */
export const queueReading: Reading = {
  number: (record) => at(record, 'messageId'),
  pieces: (record) => {
    const envelope = parsed(at(record, 'body'));
    const id = at(envelope, 'MessageId');
    const notices = listIn(at(envelope, 'MessageAttributes', 'notices'));
    const recipients = at(envelope, 'MessageAttributes', 'recipients');
    const isOurs = at(envelope, 'Type') === 'Notification' && isText(id) && id.length <= 100;
    const areNotices = notices?.every((one) => typeof one === 'string' && noticeName.test(one)) === true;
    const areNamed = recipients === undefined || listIn(recipients)?.every(isText) === true;
    return isOurs && areNotices && areNamed ? (notices as readonly string[]) : undefined;
  },
};

const noticeName = /^[0-9A-Za-z-]{1,40}#[1-9][0-9]{0,8}$/;

function listIn(attribute: unknown): readonly unknown[] | undefined {
  const list = at(attribute, 'Type') === 'String.Array' ? parsed(at(attribute, 'Value')) : undefined;
  return Array.isArray(list) && list.length > 0 ? list : undefined;
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Where something made up may stand in a log: in an id that the record itself has, if it looks like one. */
const ids = ['sequenceNumber', 'timelineId', 'alertId'];
const idShape = /^[A-Za-z0-9=_.:-]{1,128}$/;

/** What a log line may not say of a record. */
export const saysTooMuch = (line: string): boolean =>
  Object.entries(JSON.parse(line)).some(
    ([name, value]) =>
      JSON.stringify(value).toLowerCase().includes(mark) &&
      !(ids.includes(name) && typeof value === 'string' && idShape.test(value)),
  ) || /example\.com|\+44/.test(line);
