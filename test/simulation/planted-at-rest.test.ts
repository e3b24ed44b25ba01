import { describe, expect, it } from 'vitest';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import defaultPolicy from '../../policies/default.json' with { type: 'json' };
import { type AtRest, violationsAtRest } from '../simulator/guarantees/at-rest.ts';
import type { AlertItem, AlertLineItem, Item } from '../simulator/guarantees/table-at-rest.ts';
import { countingWords } from '../simulator/story/counting-words.ts';
import { randomFrom } from '../simulator/story/random.ts';
import { tellings } from '../simulator/story/tellings.ts';
import { playInMemory } from '../support/a-told-day.ts';

const hour = 3_600_000;
const from = Date.parse('2026-11-02T06:00:00Z');
const live = livePolicyFrom(defaultPolicy);

/** One day that has everything in it that is made wrong below. */
const random = randomFrom(20_261_102);
const plan = tellings(random.of('told'), {
  from,
  to: from + 24 * hour,
  families: 16,
  words: countingWords(),
  // What a person separated is compared with less.
}).filter(({ kind }) => kind !== 'separation');
const now = from + 26 * hour;
const day: AtRest = {
  ...(await playInMemory(plan, live, { random: random.of('played'), restingAt: now })),
  policy: live.policy,
  policyHash: live.hash,
  now,
};

const isAlert = (item: Item): boolean => item.sk === 'ALERT';
const isOpen = (item: Item): boolean => isAlert(item) && (item.state === 'raised' || item.state === 'sent');
const isRow = (item: Item): boolean => String(item.sk).startsWith('R#');
const linesOf = (item: Item): readonly AlertLineItem[] => (item as unknown as AlertItem).lines;

function theFirst(holds: (item: Item) => boolean): Item {
  const found = day.items.find(holds);
  if (found === undefined) throw new Error('The day has nothing like that.');
  return found;
}

/** The same day with other items in place of one. */
const inPlaceOf = (item: Item, ...others: readonly Item[]): AtRest => ({
  ...day,
  items: day.items.flatMap((one) => (one === item ? others : [one])),
});

const changed = (item: Item, fields: object): AtRest => inPlaceOf(item, { ...item, ...fields });

const namesOf = (atRest: AtRest): readonly string[] => [
  ...new Set(violationsAtRest(atRest).violations.map(({ guarantee }) => guarantee)),
];

/** An open alert with several lines that all stand, told by message, with the slot of its family. */
const open = theFirst(
  (item) =>
    isOpen(item) &&
    item.delivery === 'message' &&
    linesOf(item).length >= 3 &&
    linesOf(item).every(({ unsupportedSince }) => unsupportedSince === undefined),
);
const slot = theFirst(({ sk, familyId }) => sk === 'FAMILY' && familyId === open.familyId);

/** A line of an alert with something of it another. */
const withLine = (fields: (line: AlertLineItem) => object): AtRest => {
  const [first, ...others] = linesOf(open);
  if (first === undefined) throw new Error('An open alert has no line.');
  const lines = [{ ...first, ...fields(first) }, ...others];
  const evidence = [...new Set(lines.flatMap((line) => line.evidence))].sort();
  return changed(open, { lines, evidence });
};

const planted: Readonly<Record<string, () => readonly [AtRest, string]>> = {
  'an alert that is not there': () => [{ ...day, items: withoutAlert() }, 'crossed-line-has-alert'],
  'a second open alert': () => [
    inPlaceOf(open, open, { ...open, pk: 'AL#SECOND', alertId: 'SECOND' }),
    'one-open-alert',
  ],
  'an alert that is closed, and in the slot': () => [
    changed(open, { state: 'closed' }),
    'slot-holds-open-alert',
  ],
  'an open alert that is in no slot': () => [
    changed(slot, { openAlertId: undefined }),
    'open-alert-in-its-slot',
  ],
  'evidence of another family': () => [
    withLine(({ evidence }) => ({ evidence: [...evidence, keyOfAnother()] })),
    'evidence-of-its-family',
  ],
  'evidence that is missing': () => [
    withLine(({ evidence }) => ({ evidence: evidence.slice(1) })),
    'evidence-is-whole',
  ],
  'a line that is missing': () => [changed(open, { lines: linesOf(open).slice(1) }), 'reason-is-held'],
  'a line that nothing calls for': () => [
    changed(open, { lines: [...linesOf(open), { ...linesOf(open)[0], line: 'one-organisation' }] }),
    'line-is-no-reason',
  ],
  'a line of another severity': () => [withLine(() => ({ severity: 'watch' })), 'severity-of-line'],
  'a line that was crossed later than it says': () => [
    withLine(() => ({ firstCrossedAt: '2026-11-30T00:00:00.000Z' })),
    'first-crossing',
  ],
  'a line of a policy that was never live': () => [
    withLine(() => ({ policy: { hash: 'x' } })),
    'policy-known',
  ],
  'a referral that is lost': () => [inPlaceOf(theFirst(isRow)), 'referral-kept-once'],
  'a referral that lies there twice': () => [
    inPlaceOf(theFirst(isRow), theFirst(isRow), { ...theFirst(isRow), pk: 'TL#another' }),
    'referral-kept-once',
  ],
  'a withdrawn referral that still stands': () => [
    changed(
      theFirst((item) => isRow(item) && item.withdrawn !== undefined),
      { withdrawn: undefined },
    ),
    'referral-stands-as-told',
  ],
  'a screening that was overtaken and stands': () => [
    changed(
      theFirst((item) => isRow(item) && item.screening !== undefined),
      { screening: { outcome: 's47', decidedAt: '2026-11-02T00:00:00.000Z' } },
    ),
    'referral-stands-as-told',
  ],
  'something said that is not kept': () => [
    inPlaceOf(theFirst(({ sk }) => String(sk).startsWith('V#'))),
    'said-is-kept',
  ],
  'a life event that is lost': () => [
    inPlaceOf(theFirst(({ sk }) => String(sk).startsWith('S#LIFE#'))),
    'life-event-kept-once',
  ],
  'a referral that nobody told': () => [
    inPlaceOf(theFirst(isRow), theFirst(isRow), { ...theFirst(isRow), key: 'nobody' }),
    'nothing-kept-untold',
  ],
  'families that are joined and should not be': () => [together(), 'families-as-told'],
  'a timeline that names another family': () => [
    changed(
      theFirst(({ sk }) => sk === 'S#FAMILY'),
      { familyId: 'another' },
    ),
    'timeline-names-its-family',
  ],
  'a timeline that does not say that there was an alert': () => [
    changed(
      theFirst(({ sk, familyId }) => sk === 'S#FAMILY' && familyId === open.familyId),
      { hasHadAlert: undefined },
    ),
    'alert-noted-on-timeline',
  ],
  'a notice that was skipped': () => [skippedNotice(), 'notices-without-gap'],
  'a notice that the ledger has not seen': () => [
    changed(
      theFirst(({ sk }) => String(sk).startsWith('L#')),
      { seenAt: undefined },
    ),
    'notice-seen',
  ],
  'a crossed line of which nobody was told': () => [
    changed(open, { notices: [], state: 'raised' }),
    'crossed-line-is-told',
  ],
  'a change that was not kept': () => [
    inPlaceOf(theFirst(({ sk }) => String(sk).startsWith('H#'))),
    'history-without-gap',
  ],
  'something that has been due for an hour': () => [
    changed(open, { dueAt: new Date(now - hour).toISOString() }),
    'nothing-overdue',
  ],
};

const withoutAlert = (): readonly Item[] =>
  day.items
    .filter((item) => item.pk !== open.pk)
    .map((item) => (item === slot ? { ...slot, openAlertId: undefined } : item));

const keyOfAnother = (): string =>
  String(
    theFirst((item) => isRow(item) && !(slot.timelines as string[]).some((one) => item.pk === `TL#${one}`))
      .key,
  );

/** Two families as if they were one. */
function together(): AtRest {
  const other = theFirst(
    (item) =>
      item.sk === 'FAMILY' &&
      item !== slot &&
      item.joinedInto === undefined &&
      day.items.some((row) => isRow(row) && row.pk === `TL#${(item.timelines as string[])[0]}`) &&
      item.openAlertId === undefined,
  );
  const timelines = [...(slot.timelines as string[]), ...(other.timelines as string[])];
  const items = day.items.map((item) => {
    if (item === slot) return { ...slot, timelines };
    return item === other ? { ...other, joinedInto: slot.familyId } : item;
  });
  return { ...day, items };
}

function skippedNotice(): AtRest {
  const notices = (open as unknown as AlertItem).notices.map((one) => ({
    ...one,
    sequence: one.sequence + 1,
  }));
  return changed(open, { notices });
}

describe('a day at rest', () => {
  it('is as the naive model has it', () => {
    expect(violationsAtRest(day).violations).toEqual([]);
  });

  for (const [wrong, plant] of Object.entries(planted)) {
    it(`with ${wrong} is not, and it says so`, () => {
      const [atRest, guarantee] = plant();
      expect(namesOf(atRest)).toContain(guarantee);
    });
  }
});
