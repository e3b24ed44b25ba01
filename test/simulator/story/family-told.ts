import type { LifeEventSubmission } from '../../../core/life-event/life-event-submission.ts';
import type { ConcernKind, ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import type { SourceCode } from '../../../core/referral/source-code.ts';
import { londonDay, monthsOn, startOfLondonDay, textOfDay } from '../../oracle/calendar.ts';
import type { Random } from './random.ts';
import { mostAhead, type ReceiptOf, type Source, type Telling, type Words } from './telling.ts';

const minute = 60_000;
const day = 86_400_000;

/** A day before the family's own, counted back in months of the calendar and then in days. */
export type Back = { readonly months?: number; readonly days?: number };

/** A time of that day: one by then that of the family's own instant, or an edge of the day. */
export type TimeOfDay = 'same' | 'first-instant' | 'last-instant' | 'one-in-the-morning';

/** What a referral is to say; what is not said is left to chance, or left out. */
export type Saying = Back & {
  readonly time?: TimeOfDay;
  /** Made so long after it is told of: some clocks run ahead. */
  readonly ahead?: number;
  readonly source?: Source;
  readonly code: SourceCode;
  readonly person?: string;
  readonly organisation?: string;
  readonly concerns: readonly ConcernKind[];
  readonly subject?: 'parent' | 'child' | 'other';
  readonly outcome?: NonNullable<ReferralSubmission['screening']>['outcome'];
  /** Days from when it was made to when it was decided on. */
  readonly decidedAfter?: number;
  /** Gives nothing that could lead to its family. */
  readonly alone?: boolean;
  readonly more?: Partial<ReferralSubmission>;
};

type SaidLater = Extract<Telling, { kind: 'correction' | 'withdrawal' | 'annotation' | 'screening' }>;

/** What is said of a referral later, when everything before it is known. */
export type Later = {
  readonly kind: SaidLater['kind'];
  readonly sent: (receiptOf: ReceiptOf) => object;
  readonly after?: number;
  readonly source?: Source;
};

export type ReferralTold = Extract<Telling, { kind: 'referral' }>;
type Unsent<Event> = Event extends LifeEventSubmission ? Omit<Event, 'source' | 'eventId'> : never;

/** Something that has happened in a family, less who tells it under which id. */
export type Happening = Unsent<LifeEventSubmission>;

/** What a source calls a family, and the numbers that its children go by. */
export type Identity = {
  readonly refs: Readonly<Record<Source, string>>;
  readonly childRefs: Readonly<Record<Source, string>>;
  readonly nhsNumbers: readonly string[];
  readonly upns: readonly string[];
};

export const anIdentity = (words: Words): Identity => {
  const each = (field: string): Record<Source, string> => ({
    'front-door': words.reference(field),
    'schools-portal': words.reference(field),
    'police-portal': words.reference(field),
  });
  return {
    refs: each('family'),
    childRefs: each('child'),
    nhsNumbers: [words.nhsNumber(), words.nhsNumber()],
    upns: [words.upn()],
  };
};

/** What the family's day begins with. */
export type FamilyDay = {
  readonly name: string;
  readonly random: Random;
  readonly words: Words;
  readonly identity: Identity;
  /** From which everything about it is told; what is "today" in its story is the London day of this instant. */
  readonly from: number;
  readonly to: number;
};

/** Somebody who tells what there is to tell about one family in a day. */
export class FamilyTold {
  readonly tellings: Telling[] = [];
  readonly on: FamilyDay;
  readonly today: number;
  readonly #references = new Map<string, string>();

  constructor(on: FamilyDay) {
    this.on = on;
    this.today = londonDay(on.from);
  }

  /** The number of a day before the family's own. */
  dayBack({ months = 0, days = 0 }: Back): number {
    return monthsOn(this.today, -months) - days;
  }

  readonly dateBack = (back: Back): string => textOfDay(this.dayBack(back));

  /** Tells of a referral. */
  refer(saying: Saying): ReferralTold {
    const { random, words, name: family } = this.on;
    const { ahead, source = 'front-door', code, person, organisation, concerns, subject = 'child' } = saying;
    const at = ahead === undefined ? this.#someTime() : this.#someTime() - ahead;
    const madeAt = ahead === undefined ? this.#madeAt(saying) : at + ahead;
    const submission: ReferralSubmission = {
      source,
      referralId: words.reference('referral'),
      stage: random.pick(['contact', 'contact', 'referral']),
      purpose: 'concern',
      madeAt: written(madeAt, random),
      referrer: {
        sourceCode: code,
        ...(person !== undefined && { referrerRef: this.#called('person', person) }),
        ...(organisation !== undefined && { organisationRef: this.#called('organisation', organisation) }),
      },
      ...(saying.alone !== true && this.#identifiers(source)),
      concerns: concerns.map((kind) => ({ kind, subject })),
      ...(saying.outcome !== undefined && { screening: this.#screening(saying, madeAt, at) }),
      ...(random.chance(0.5) && { team: random.pick(['north', 'south']) }),
      ...(random.chance(0.4) && { level: random.pick([1, 2, 2, 3]) }),
      ...saying.more,
    };
    const telling: ReferralTold = {
      kind: 'referral',
      name: this.#name(),
      at: Math.max(at, madeAt - mostAhead),
      family,
      source,
      submission,
    };
    this.tellings.push(telling);
    return telling;
  }

  /** Tells of something that has happened in the family, after the referral by which the family is known. */
  happen(happening: Happening): void {
    const about = this.referrals()[0];
    if (about === undefined) throw new Error('A family must be told of before anything can happen in it.');
    this.tellings.push({
      kind: 'life-event',
      name: this.#name(),
      at: this.#after(about.at),
      family: this.on.name,
      source: 'front-door',
      about: about.name,
      submission: {
        source: 'front-door',
        eventId: this.on.words.reference('event'),
        ...happening,
      },
    });
  }

  /** Says something of a referral later, after an instant: what is decided on it the front door says, everything else its source. */
  say(about: ReferralTold, { kind, sent, after = about.at, source = about.source }: Later): void {
    const { name: family } = this.on;
    this.tellings.push({
      kind,
      name: this.#name(),
      at: this.#after(after),
      family,
      source: kind === 'screening' ? 'front-door' : source,
      about: about.name,
      sent,
    });
  }

  /** Asks for the timeline of a referral to be a family of its own. */
  separate(about: ReferralTold): void {
    const { random, name: family, to } = this.on;
    this.tellings.push({
      kind: 'separation',
      name: this.#name(),
      at: this.#after(Math.max(about.at, to - 60 * minute)),
      family,
      source: about.source,
      about: about.name,
      reason: random.pick(['wrong-identifier', 'wrong-family-reference', 'not-one-household']),
    });
  }

  referrals(): readonly ReferralTold[] {
    return this.tellings.filter((one) => one.kind === 'referral').sort((a, b) => a.at - b.at);
  }

  #name = (): string => `${this.on.name} ${this.tellings.length + 1}`;

  /** The reference of a person or a body, which is the same each time. */
  #called(field: string, name: string): string {
    const known = this.#references.get(name) ?? this.on.words.reference(field);
    this.#references.set(name, known);
    return known;
  }

  #someTime(): number {
    const { random, from, to } = this.on;
    return random.int(from, from + Math.floor((to - from) * 0.8));
  }

  /** Some time of the day after an instant, and when the family's own has come. */
  #after(instant: number): number {
    const { random, from, to } = this.on;
    const least = Math.max(instant, from) + 1000;
    return random.int(least, Math.max(least, to));
  }

  #madeAt({ time = 'same', ...back }: Saying): number {
    const { from, random } = this.on;
    const start = startOfLondonDay(this.dayBack(back));
    if (time === 'first-instant') return start;
    if (time === 'last-instant') return Math.min(startOfLondonDay(this.dayBack(back) + 1) - 1, from);
    const sinceMidnight = from - startOfLondonDay(this.today);
    const ofDay = time === 'same' ? random.pick([sinceMidnight, random.int(0, sinceMidnight)]) : 60 * minute;
    // A day on which the clocks go forward has no such time for every instant: the next one that there is.
    return Math.min(start + ofDay, from);
  }

  #screening({ outcome = 'nfa', decidedAfter = 0 }: Saying, madeAt: number, at: number) {
    const decidedAt = Math.min(madeAt + decidedAfter * day + minute, Math.max(at, this.on.from));
    return { outcome, decidedAt: written(decidedAt, this.on.random) };
  }

  /** The family by its source's own reference, and often by the numbers of a child; by its numbers alone now and then. */
  #identifiers(source: Source): Partial<ReferralSubmission> {
    const { random, identity } = this.on;
    const isByNumberAlone = source !== 'front-door' && random.chance(0.3);
    return {
      ...(!isByNumberAlone && { familyRef: identity.refs[source] }),
      ...(random.chance(0.2) && { childRefs: [identity.childRefs[source]] }),
      ...((isByNumberAlone || random.chance(source === 'front-door' ? 0.4 : 0.7)) && {
        nhsNumbers: identity.nhsNumbers.slice(0, random.int(1, 2)),
      }),
      ...(random.chance(0.2) && { upns: [...identity.upns] }),
    };
  }
}

/** An instant as one of several systems writes it. */
function written(at: number, random: Random): string {
  const hours = random.pick([0, 0, 0, 1, 1, -5]);
  const text = new Date(at + hours * 60 * minute).toISOString();
  if (hours === 0) return text;
  return text.replace('Z', `${hours < 0 ? '-' : '+'}0${Math.abs(hours)}:00`);
}
