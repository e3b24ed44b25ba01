import { describe, expect, it } from 'vitest';
import type { LivePolicy } from '../../core/policy/policy.ts';
import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { shippedAuthority } from '../../scripts/ordinary-year/authority.ts';
import { serviceBegins } from '../../scripts/ordinary-year/counted-year.ts';
import type { Arrival } from '../../scripts/ordinary-year/life.ts';
import { answeredAt, answerOf } from '../../scripts/ordinary-year/play/answers.ts';
import { countAlerts } from '../../scripts/ordinary-year/play/count-alerts.ts';
import { frontierOf } from '../../scripts/ordinary-year/play/frontier.ts';
import { type LineReach, type PlayedYear, playYear } from '../../scripts/ordinary-year/play/play.ts';
import { playFamily, type Telling } from '../../scripts/ordinary-year/play/play-family.ts';
import { playPolicy } from '../../scripts/ordinary-year/play/play-policy.ts';
import { promisesOfAuthority, withoutShadow } from '../../scripts/ordinary-year/play/policy-of-authority.ts';
import { createRandom } from '../../scripts/ordinary-year/random.ts';
import { shippedPolicy } from '../support/timeline-builders.ts';

const { seed } = shippedAuthority;

/** Two concerns in a year raise; an assessment that is not begun in two working days does too; three in a year are listed. */
const policyOfTest: LivePolicy = livePolicyFrom({
  ...shippedPolicy('default').policy,
  sourcesSendingEvents: [{ source: 'front-door', events: ['assessment-started'] }],
  lines: [
    {
      id: 'two',
      title: 'two concerns',
      severity: 'escalate',
      window: 'P12M',
      when: { all: [{ count: 'incidents', atLeast: 2 }] },
    },
    {
      id: 'promise',
      title: 'not begun',
      severity: 'urgent',
      window: 'P12M',
      when: { all: [{ promised: ['assessment'], keptBy: ['assessment-started'], within: '2 working days' }] },
      closesByItself: true,
    },
    {
      id: 'three',
      title: 'three concerns',
      severity: 'watch',
      window: 'P12M',
      when: { all: [{ count: 'incidents', atLeast: 3 }] },
    },
    {
      id: 'trial',
      title: 'on trial',
      severity: 'urgent',
      window: 'P12M',
      when: { all: [{ count: 'referrals', atLeast: 1 }] },
      shadow: true,
    },
  ],
});
const played = withoutShadow(policyOfTest);

let sent = 0;
function told(
  madeAt: string,
  outcome: 'nfa' | 'assessment' = 'nfa',
  given: Partial<ReferralSubmission> = {},
): Arrival {
  sent += 1;
  return {
    at: Date.parse(madeAt) + 3_600_000,
    family: 1,
    referral: {
      source: 'front-door',
      referralId: `r-${sent}`,
      stage: 'contact',
      purpose: 'concern',
      madeAt,
      referrer: { sourceCode: '2A', organisationRef: 'school-1' },
      familyRef: 'f1',
      concerns: [{ kind: 'neglect', subject: 'child' }],
      screening: { outcome, decidedAt: madeAt },
      ...given,
    },
  };
}

const happened = (happenedOn: string, recordedAt: string): Arrival => ({
  at: Date.parse(recordedAt),
  family: 1,
  event: { source: 'case-system', eventId: `e-${happenedOn}`, event: 'assessment-started', happenedOn },
});

const shown = ({ at, reason, severity, lines }: Telling): string =>
  `${new Date(at).toISOString()} ${reason} ${severity} ${lines.join(' ')}`;

describe('a family in the counted year', () => {
  it('is raised when its contact arrives, and again only by what is new after the answer', () => {
    const year = playFamily(
      1,
      [
        told('2025-05-01T10:00:00+01:00'),
        told('2025-05-12T10:00:00+01:00'),
        // On the next day, before anybody has answered: nobody is told again.
        told('2025-05-19T09:00:00+01:00'),
        // The answer came on 15 May, the third working day: two further incidents and 28 days on, it is raised again.
        told('2025-06-20T10:00:00+01:00'),
      ],
      played,
      seed,
    );
    expect(year.tellings.map(shown)).toEqual([
      '2025-05-12T10:00:00.000Z line-crossed escalate two',
      '2025-06-20T10:00:00.000Z line-crossed escalate two',
    ]);
    expect(year.tellings.map(({ alertId }) => alertId)).toEqual(['alert-1-1', 'alert-1-2']);
    expect(year.reached.during).toEqual(new Set(['two']));
    expect(year.reached.before).toEqual(new Set());
  });

  it('is raised by the clock when a promise is broken, once the day after its last working day begins', () => {
    const year = playFamily(1, [told('2025-05-01T10:00:00+01:00', 'assessment')], played, seed);
    // Decided on Thursday 1 May; Friday 2 and Tuesday 6 are the working days, Monday 5 is a holiday.
    expect(year.tellings.map(shown)).toEqual(['2025-05-06T23:00:00.000Z line-crossed urgent promise']);
  });

  it('is not raised where the promise was kept and told in time', () => {
    const arrivals = [
      told('2025-05-01T10:00:00+01:00', 'assessment'),
      happened('2025-05-02', '2025-05-06T18:00:00+01:00'),
    ];
    expect(playFamily(1, arrivals, played, seed).tellings).toEqual([]);
    const recordedLate = [arrivals[0] as Arrival, happened('2025-05-02', '2025-05-08T18:00:00+01:00')];
    expect(playFamily(1, recordedLate, played, seed).tellings.length).toBe(1);
  });

  it('is not examined for what came before the service began, and is raised late by what arrives first', () => {
    expect(new Date(serviceBegins).toISOString()).toBe('2023-03-31T23:00:00.000Z');
    const history = [told('2023-02-01T10:00:00Z'), told('2023-03-01T10:00:00Z')];
    expect(playFamily(1, history, played, seed)).toMatchObject({ examinations: 0, tellings: [] });
    const years = playFamily(1, [...history, told('2023-04-10T10:00:00+01:00')], played, seed);
    expect(years.tellings.map(shown)).toEqual(['2023-04-10T10:00:00.000Z found-late escalate two']);
  });

  it('that was raised before the year is known to have been, and what a year of going live would tell is kept apart', () => {
    const years = playFamily(
      1,
      [
        told('2025-01-10T10:00:00Z'),
        told('2025-01-20T10:00:00Z'),
        told('2025-12-01T10:00:00Z', 'assessment'),
      ],
      played,
      seed,
    );
    expect(years.tellings.map(shown)).toEqual([
      '2025-01-20T11:00:00.000Z line-crossed escalate two',
      // The broken promise waives the quiet days, and the third concern is new to the other line as well.
      '2025-12-04T00:00:00.000Z line-crossed urgent two promise',
    ]);
    // In the year the two concerns of January are still within twelve months, so going live would tell of them in December.
    expect(years.reached).toEqual({
      before: new Set(['two']),
      during: new Set(['two', 'promise']),
      goingLive: new Set(['two', 'promise']),
    });
  });

  it('is not raised by anything that arrives after the year', () => {
    const arrivals = [told('2026-03-01T10:00:00Z'), told('2026-04-01T10:00:00+01:00')];
    expect(playFamily(1, arrivals, played, seed).tellings).toEqual([]);
  });

  it('stays on the list on each Monday until its watch line lapses', () => {
    const watchOnly = livePolicyFrom({
      ...played.policy,
      lines: [
        {
          id: 'list',
          title: 'on the list',
          severity: 'watch',
          window: 'P14D',
          when: { all: [{ count: 'incidents', atLeast: 1 }] },
        },
      ],
    });
    const year = playFamily(1, [told('2025-04-10T10:00:00+01:00')], watchOnly, seed);
    // Mondays are counted from 7 April: those of 14 and 21 April lie within the fourteen days.
    expect(year.mondaysListed).toEqual([1, 2]);
    expect(year.listings.map(({ lines }) => lines)).toEqual([['list']]);
    expect(year.tellings).toEqual([]);
  });
});

describe('the answers of managers', () => {
  it('come at ten on the third working day', () => {
    // Thursday 17 April 2025 comes before Easter: Tuesday 22, Wednesday 23, Thursday 24.
    expect(answeredAt(Date.parse('2025-04-17T15:00:00+01:00'))).toBe(Date.parse('2025-04-24T10:00:00+01:00'));
  });

  it('never let one manager do nothing twice in a row', () => {
    const random = createRandom(1, 1);
    let last: string | undefined;
    let doneNothing = 0;
    for (let answer = 0; answer < 2000; answer += 1) {
      const decision = answerOf(random, last);
      if (decision.decision !== 'no-further-action') continue;
      doneNothing += 1;
      expect(decision.decidedBy).not.toBe(last);
      last = decision.decidedBy;
    }
    expect(doneNothing / 2000).toBeCloseTo(0.2, 1);
  });
});

describe('the policy of a played year', () => {
  it('leaves out lines in shadow, and plays promises by themselves where no front door is listed', async () => {
    expect(played.policy.lines.map(({ id }) => id)).toEqual(['two', 'promise', 'three']);
    expect(promisesOfAuthority(policyOfTest)).toBeUndefined();
    const silent = livePolicyFrom({ ...policyOfTest.policy, sourcesSendingEvents: [] });
    const { promises } = await playPolicy(silent, (each) => playYear([], each, seed));
    expect(promises?.policy.policy.lines.map(({ id }) => id)).toEqual(['promise']);
    expect(promises?.policy.policy.sourcesSendingEvents).toEqual([
      { source: 'front-door', events: ['assessment-started'] },
    ]);
    const without = livePolicyFrom({ ...policyOfTest.policy, lines: [policyOfTest.policy.lines[0]] });
    expect((await playPolicy(without, (each) => playYear([], each, seed))).promises).toBeUndefined();
  });
});

const reach = (before: number[], during: number[], goingLive = during): LineReach => ({
  before: new Set(before),
  during: new Set(during),
  goingLive: new Set(goingLive),
});

describe('counting alerts', () => {
  const telling = (
    family: number,
    epoch: number,
    severity: 'escalate' | 'urgent',
    lines: string[],
    at = '2025-06-01T10:00:00Z',
  ): Telling => ({
    at: Date.parse(at),
    family,
    alertId: `alert-${family}-${epoch}`,
    reason: 'line-crossed',
    severity,
    lines,
  });
  const year: PlayedYear = {
    contactsAndReferrals: 200,
    mayCount: 150,
    examinations: 0,
    tellings: [
      telling(1, 1, 'escalate', ['two']),
      telling(1, 1, 'urgent', ['promise']),
      telling(1, 2, 'escalate', ['two']),
      telling(2, 1, 'escalate', ['two']),
      { ...telling(2, 1, 'escalate', ['two']), reason: 'evidence-changed' },
      telling(3, 1, 'urgent', ['promise', 'two']),
      // Told of in the year before: in the counted one it is not the first time.
      telling(4, 1, 'escalate', ['two'], '2024-06-01T10:00:00Z'),
      telling(4, 2, 'escalate', ['two']),
      // Told of before the year, and of something urgent in it before anybody had answered.
      telling(6, 1, 'escalate', ['two'], '2025-03-31T10:00:00Z'),
      telling(6, 1, 'urgent', ['promise']),
    ],
    listings: [
      { at: 0, family: 8, lines: ['three'] },
      { at: 1, family: 8, lines: ['three'] },
      { at: 2, family: 9, lines: ['three', 'two'] },
    ],
    onTheList: [1, 5, 2],
    reaches: new Map([
      ['two', reach([4, 6], [1, 2, 3, 4])],
      ['promise', reach([], [1, 3, 6], [1, 3, 5])],
    ]),
  };

  it('counts an alert once, by the loudest it became, and a family once', () => {
    const counts = countAlerts(year, played);
    expect(counts.all).toEqual({ alerts: 5, firstTime: 3, goingLive: 5 });
    expect(counts.bySeverity).toEqual({
      escalate: { alerts: 3, firstTime: 2, goingLive: 4 },
      urgent: { alerts: 2, firstTime: 3, goingLive: 3 },
    });
    expect(counts.lines).toEqual([
      { line: 'two', severity: 'escalate', alerts: 5, alone: 3, byItself: 3, spared: 0 },
      { line: 'promise', severity: 'urgent', alerts: 2, alone: 0, byItself: 3, spared: 0 },
    ]);
    expect(counts.list).toEqual({ families: 2, lines: [{ line: 'three', families: 2 }], median: 2, last: 2 });
  });
});

describe('the frontier', () => {
  const catching = (line: string, replays: string[], severity: 'escalate' | 'urgent' = 'escalate') => ({
    line,
    severity,
    replays: new Set(replays),
  });

  it('takes first what catches a replay for the fewest families, and counts no family and no replay twice', () => {
    const steps = frontierOf(
      [
        catching('dear', ['a', 'b']),
        catching('cheap', ['a']),
        catching('none', []),
        catching('urgent', [], 'urgent'),
      ],
      new Map([
        ['dear', reach([], [1, 2, 3, 4, 5, 6])],
        ['cheap', reach([9], [1, 2, 9])],
        ['none', reach([], [7, 8])],
        ['urgent', reach([], [1, 2])],
      ]),
    );
    expect(
      steps.map(({ line, families, urgentFamilies, replays, newReplays }) => [
        line,
        families,
        urgentFamilies,
        replays,
        newReplays,
      ]),
    ).toEqual([
      ['cheap', 2, 0, 1, ['a']],
      ['dear', 6, 0, 2, ['b']],
      ['urgent', 6, 2, 2, []],
      ['none', 8, 2, 2, []],
    ]);
  });
});
