import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import { dateProblems } from '../../core/referral/check-dates.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { createAuthority, shippedAuthority } from '../../scripts/ordinary-year/authority.ts';
import { dayOf, londonInstant, monthsAfter, workingDayAfter } from '../../scripts/ordinary-year/days.ts';
import { createRandom } from '../../scripts/ordinary-year/random.ts';
import { listedRates, rates } from '../../scripts/ordinary-year/rates.ts';

const { seed } = shippedAuthority;

describe('the rates of the synthetic authority', () => {
  it('each have a title, a basis and a source or a reason', () => {
    const listed = Object.values(listedRates);
    expect(listed.length).toBe(Object.keys(rates).length);
    expect(listed.length).toBeGreaterThan(80);
    for (const { basis, source } of listed) {
      // A publication is named by its year, its place or its author, never by nothing.
      if (basis === 'published' || basis === 'derived') expect(source).toMatch(/\d|statutory|Leicestershire/);
      expect(source.length).toBeGreaterThan(10);
    }
  });
});

describe('the synthetic authority', () => {
  const small = createAuthority({ seed, families: 2000 });

  it('sends what the API takes', () => {
    for (const arrival of small) {
      if ('event' in arrival) {
        expect(LifeEventSubmission.safeParse(arrival.event).success).toBe(true);
      } else {
        expect(ReferralSubmission.safeParse(arrival.referral).success).toBe(true);
        expect(dateProblems(arrival.referral, arrival.at)).toEqual([]);
      }
    }
    expect(small.length).toBeGreaterThan(10_000);
  });

  it('gives each contact, referral and event a reference of its own', () => {
    const references = small.map((arrival) =>
      'event' in arrival ? arrival.event.eventId : arrival.referral.referralId,
    );
    expect(new Set(references).size).toBe(small.length);
  });

  it('tells of nothing before it was made and decided', () => {
    let decided = 0;
    for (const arrival of small) {
      if ('event' in arrival) {
        expect(dayOf(arrival.event.happenedOn)).toBeLessThanOrEqual(Math.floor(arrival.at / 86_400_000));
        continue;
      }
      const { madeAt, screening } = arrival.referral;
      expect(Date.parse(madeAt)).toBeLessThanOrEqual(arrival.at);
      if (screening === undefined) continue;
      decided += 1;
      expect(Date.parse(screening.decidedAt)).toBeGreaterThanOrEqual(Date.parse(madeAt));
      expect(Date.parse(screening.decidedAt)).toBeLessThanOrEqual(arrival.at);
    }
    expect(decided).toBeGreaterThan(4000);
  });

  it('comes in order of arrival', () => {
    const times = small.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('decides on concerns and challenges, and on nothing else', () => {
    for (const arrival of small) {
      if ('event' in arrival) continue;
      const { purpose, screening } = arrival.referral;
      expect(screening !== undefined).toBe(purpose === 'concern' || purpose === 'challenge');
    }
  });

  it('opens a case before it closes it, in turn', () => {
    const open = new Set<number>();
    const inOrder = small
      .flatMap((arrival) => ('event' in arrival ? [arrival] : []))
      .sort((a, b) => dayOf(a.event.happenedOn) - dayOf(b.event.happenedOn) || number(a) - number(b));
    let closed = 0;
    for (const { family, event } of inOrder) {
      if (event.event === 'case-opened') {
        expect(open.has(family)).toBe(false);
        open.add(family);
      }
      if (event.event === 'case-closed') {
        expect(open.delete(family)).toBe(true);
        closed += 1;
      }
    }
    expect(closed).toBeGreaterThan(1000);
  });

  it('is the same for the same seed, another for another, and its first families are those of a larger one', () => {
    const first = createAuthority({ seed, families: 300 });
    expect(createAuthority({ seed, families: 300 })).toEqual(first);
    expect(createAuthority({ seed: 7, families: 300 })).not.toEqual(first);
    expect(small.filter(({ family }) => family <= 300)).toEqual(first);
  });

  it('is the same on every machine', () => {
    const digest = createHash('sha256')
      .update(JSON.stringify(createAuthority({ seed, families: 300 })))
      .digest('hex');
    expect(digest).toBe('106b9a3270967c09787dd38bf3f9022473192ba802f6e0c65dcbb61d17dfe323');
  });
});

const number = ({ event }: { event: { eventId: string } }): number => Number(event.eventId.split('-')[1]);

describe('what the authority is drawn and dated with', () => {
  it('draws the numbers of the generator sfc32', () => {
    // The first outputs of sfc32 for state (0, 0, golden ratio, 1) after fifteen rounds, worked out apart, in Python.
    const random = createRandom(0, 0);
    expect([random.next(), random.next(), random.next()]).toEqual([3300212312, 1743954244, 207519241]);
  });

  it('draws by weight, never what weighs nothing', () => {
    const random = createRandom(1, 1);
    const drawn = Array.from({ length: 10_000 }, () => random.pick({ a: 3, b: 0, c: 1 }));
    expect(drawn.filter((each) => each === 'b').length).toBe(0);
    expect(drawn.filter((each) => each === 'a').length / 10_000).toBeCloseTo(0.75, 1);
    expect(() => random.pick({ a: 0 })).toThrow('Nothing to draw from');
  });

  it('goes by the working days of England', () => {
    // Good Friday 2025 was 18 April, Easter Monday the 21st.
    expect(workingDayAfter(dayOf('2025-04-17'), 1)).toBe(dayOf('2025-04-22'));
    expect(workingDayAfter(dayOf('2025-04-19'), 0)).toBe(dayOf('2025-04-22'));
    expect(workingDayAfter(dayOf('2025-06-02'), 0)).toBe(dayOf('2025-06-02'));
  });

  it('goes by the clocks of London', () => {
    expect(londonInstant(dayOf('2025-03-29'), 600)).toBe('2025-03-29T10:00:00Z');
    expect(londonInstant(dayOf('2025-03-30'), 600)).toBe('2025-03-30T10:00:00+01:00');
    expect(londonInstant(dayOf('2025-10-25'), 605)).toBe('2025-10-25T10:05:00+01:00');
    expect(londonInstant(dayOf('2025-10-26'), 605)).toBe('2025-10-26T10:05:00Z');
  });

  it('counts months to the 28th where a month is too short', () => {
    expect(monthsAfter(dayOf('2025-01-31'), 1)).toBe(dayOf('2025-02-28'));
    expect(monthsAfter(dayOf('2025-01-15'), 12)).toBe(dayOf('2026-01-15'));
  });
});
