import { seeded } from '../support/corpus/seeded.ts';
import { type PersonalField, personalFields, type WordKind } from './input-fields.ts';

/** A personal value that was put into an input, and of which field. */
export type PlantedWord = { readonly field: PersonalField; readonly kind: WordKind; readonly text: string };

/** A span of calendar days, both included, in which the caller has no other dates. */
export type Days = { readonly from: string; readonly to: string };

/** Makes the personal values of a run, none of which anybody could guess, and remembers every one. */
export type CanaryWords = {
  /** What every reference, name and email of this run holds, and nothing else does. */
  readonly marker: string;
  /** A new word for a field: another one each time, and always one that the field's schema takes. */
  readonly word: (field: Exclude<PersonalField, DayField>) => string;
  /** A new day for a field, from a span that the caller keeps free of other dates. Throws where all are taken. */
  readonly day: (field: DayField, span: Days) => string;
  /**
   * The same input with a word in place of each of its personal values: what stood
   * in that field before gets the word it got then, so that what belongs together stays so.
   * Days stay as they are, since what is found rests on them, and count as
   * planted: the caller keeps every other date away from them.
   */
  readonly plant: <Input>(input: Input) => Input;
  readonly planted: () => readonly PlantedWord[];
  /** How many are planted. */
  readonly count: () => number;
};

/** The fields that hold a day. */
export type DayField =
  | 'incidentDate'
  | 'happenedOn'
  | 'expectedDateOfBirth'
  | `household.children[].${'dateOfBirth' | 'expectedDateOfBirth'}`;

/** How long the marker is, and what comes after it to tell one word from another. */
export const markerLength = 12;
export const counterLength = 4;

/** Letters that are in few words of anybody: a run of twelve is in none. */
const markerLetters = 'bcdfghjkmnpqrtvwxzBCDFGHJKMNPQRTVWXZ';

/** Words of a run: the same seed gives the same words. */
export function createCanaryWords(seed: number): CanaryWords {
  const chance = seeded(seed);
  const marker = Array.from({ length: markerLength }, () => chance.of([...markerLetters])).join('');
  const planted: PlantedWord[] = [];
  const taken = new Set<string>();
  const given = new Map<string, string>();

  const remember = (field: PersonalField, text: string): string => {
    taken.add(text);
    planted.push({ field, kind: kindOf(field), text });
    return text;
  };
  const fresh = (draw: () => string): string => {
    for (let tries = 0; tries < 10_000; tries += 1) {
      const text = draw();
      if (!taken.has(text)) return text;
    }
    throw new Error('There are no more words of this kind.');
  };
  const marked = (): string => `${marker}${planted.length.toString(36).padStart(counterLength, '0')}`;
  const draw: Readonly<Record<Exclude<WordKind, 'day'>, () => string>> = {
    reference: marked,
    name: marked,
    email: () => `${marked()}@example.com`,
    'nhs-number': () => nhsNumberOf(chance.digits(6)) ?? draw['nhs-number'](),
    upn: () => upnOf(`999${chance.digits(9)}`),
    // Numbers that Ofcom keeps for drama: nobody has one.
    mobile: () => `+447700900${chance.digits(3)}`,
  };
  const drawn = (field: PersonalField): string => {
    const kind = kindOf(field);
    if (kind === 'day') throw new Error(`A word of ${field} is a day.`);
    return remember(field, fresh(draw[kind]));
  };
  const instead = (field: PersonalField, text: string): string => {
    const name = `${namesTheSame.get(field) ?? field} ${text}`;
    const before = given.get(name);
    if (before !== undefined) return before;
    if (kindOf(field) === 'day') {
      given.set(name, remember(field, text));
      return text;
    }
    // A word of ours stays: it was drawn for this.
    const word = taken.has(text) ? text : drawn(field);
    given.set(name, word);
    return word;
  };
  return {
    marker,
    word: drawn,
    day: (field, { from, to }) => {
      const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMilliseconds) + 1;
      return remember(
        field,
        fresh(() =>
          new Date(Date.parse(from) + chance.below(days) * dayMilliseconds).toISOString().slice(0, 10),
        ),
      );
    },
    plant: (input) => replaced(input, '', instead) as typeof input,
    planted: () => [...planted],
    count: () => planted.length,
  };
}

const dayMilliseconds = 86_400_000;

/** A reference to another referral is that one's id. */
const namesTheSame: ReadonlyMap<PersonalField, PersonalField> = new Map([['regarding', 'referralId']]);

function kindOf(field: PersonalField): WordKind {
  const kind = personalFields.get(field);
  if (kind === undefined) throw new Error(`${field} is no personal field.`);
  return kind;
}

/** A value with another text in place of each personal one. Lines of a batch are referrals. */
function replaced(
  value: unknown,
  path: string,
  instead: (field: PersonalField, text: string) => string,
): unknown {
  if (typeof value === 'string') {
    return personalFields.has(path as PersonalField) ? instead(path as PersonalField, value) : value;
  }
  if (Array.isArray(value)) {
    const inner = path === 'referrals' ? '' : `${path}[]`;
    return value.map((member) => replaced(member, inner, instead));
  }
  if (typeof value !== 'object' || value === null) return value;
  const within = (name: string): string => {
    if (path === 'people') return 'people{}';
    return path === '' ? name : `${path}.${name}`;
  };
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, replaced(member, within(name), instead)]),
  );
}

/** The NHS number of nine digits, from the range that is kept for tests; undefined where their check digit would be ten. */
function nhsNumberOf(six: string): string | undefined {
  const nine = `999${six}`;
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? undefined : `${nine}${check}`;
}

/** The unique pupil number of twelve digits. */
function upnOf(twelve: string): string {
  const sum = [...twelve].reduce((total, digit, index) => total + Number(digit) * (index + 2), 0);
  return `${'ABCDEFGHJKLMNPQRTUVWXYZ'.charAt(sum % 23)}${twelve}`;
}
