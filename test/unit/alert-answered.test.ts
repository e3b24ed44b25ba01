import { describe, expect, it } from 'vitest';
import { Answered, answeredBy, needsAnotherManager } from '../../core/alert/answered.ts';
import type { DecisionMade } from '../../core/alert/decision.ts';
import { aFamilyWith, aLifeEvent } from '../support/a-family.ts';
import { anAlert, asSent } from '../support/an-alert.ts';
import { aReferral } from '../support/timeline-builders.ts';

const assessed: DecisionMade = {
  decision: 'assessment',
  label: 'useful',
  decidedBy: 'person-1',
  decidedAt: '2026-11-03T10:00:00.000Z',
};
const nothing = (decidedBy: string, decidedAt: string): DecisionMade => ({
  decision: 'no-further-action',
  reason: 'needs-met',
  label: 'not-a-pattern',
  decidedBy,
  decidedAt,
});

/** An urgent alert for one line, with what it rests on. */
const onLine = (line: string, ...evidence: string[]) =>
  anAlert({ severity: 'urgent', lines: [{ ...anAlert().lines[0]!, line, severity: 'urgent', evidence }] });

const at = { madeAt: '2026-10-01T09:00:00Z' };
const timelines = [
  ...aFamilyWith(
    [
      aLifeEvent('pregnant', '2026-09-01', { event: 'pregnancy', expectedDateOfBirth: '2027-03-01' }),
      aLifeEvent('adult', '2026-09-02'),
    ],
    aReferral({ key: 'school', ...at, referrer: { sourceCode: '2A' } }),
    aReferral({ key: 'health', ...at, household: { children: [{ dateOfBirth: '2024-05-06' }] } }),
    aReferral({ key: 'police-asks', ...at, referrer: { sourceCode: '6' }, purpose: 'information-request' }),
    aReferral({
      key: 'housing-withdrawn',
      ...at,
      referrer: { sourceCode: '4' },
      withdrawn: 'error',
      household: { children: [{ dateOfBirth: '2025-01-01' }] },
    }),
  ),
  {
    timelineId: 'timeline-2',
    referrals: [aReferral({ key: 'also-health', ...at }), aReferral({ key: 'health', ...at })],
    lifeEvents: [],
  },
];

describe('what a decision answers', () => {
  it('is everything the family’s timelines hold then, each thing once', () => {
    const answered = answeredBy(onLine('repeat', 'school', 'health'), assessed, timelines, undefined);
    expect(answered).toEqual({
      alertId: '0123456789AB',
      decidedAt: '2026-11-03T10:00:00.000Z',
      severity: 'urgent',
      evidence: { repeat: ['health', 'school'] },
      referrals: ['adult', 'also-health', 'health', 'housing-withdrawn', 'police-asks', 'pregnant', 'school'],
      // A withdrawn referral and one that does not count corroborate nothing.
      agencyGroups: ['2', '3'],
      children: ['born 2024-05-06', 'due 2027-03-01'],
    });
    expect(Answered.parse(answered)).toEqual(answered);
  });

  describe('of severity', () => {
    // Decided on 3 November 2026; told of by the notice that was sent, where its line is named there.
    const line = { ...anAlert().lines[0]!, line: 'told' };
    const { crossedUntil: _, ...crossed } = { ...line, severity: 'urgent' as const };
    const notices = asSent(
      anAlert({ pendingNotice: { ...anAlert().pendingNotice!, lines: [{ line: 'told', from: at.madeAt }] } }),
      '2026-11-02T10:01:00.000Z',
    ).notices;
    const current = '2026-11-03T10:00:00.000Z';
    const ended = '2026-11-03T09:59:59.999Z';
    const severityOf = (...lines: readonly (typeof line)[]) =>
      answeredBy(anAlert({ lines: [...lines], notices }), assessed, timelines, undefined).severity;

    it('is the highest among what was told of or was crossed then', () => {
      expect(severityOf(line, { ...crossed, line: 'untold', crossedUntil: current })).toBe('urgent');
      expect(severityOf({ ...crossed, crossedUntil: ended })).toBe('urgent');
    });

    it('is not that of a crossing that was over and was only listed', () => {
      expect(severityOf(line, { ...crossed, line: 'untold', crossedUntil: ended })).toBe('escalate');
      expect(severityOf({ ...crossed, line: 'untold', crossedUntil: ended })).toBe('watch');
    });

    it('is not that of a line that the records no longer hold', () => {
      const unsupported = { ...crossed, crossedUntil: current, unsupportedSince: ended };
      expect(severityOf({ ...line, line: 'stands' }, unsupported)).toBe('escalate');
    });
  });

  it('leaves out an agency that corroborates nothing', () => {
    const family = aFamilyWith([], aReferral({ key: 'own', ...at, referrer: { sourceCode: '5A' } }));
    expect(answeredBy(anAlert(), assessed, family, undefined).agencyGroups).toEqual([]);
  });

  it('adds to what each line rested on when it was answered before', () => {
    const first = answeredBy(onLine('repeat', 'school', 'health'), assessed, timelines, undefined);
    const second = answeredBy(onLine('baby', 'pregnant'), assessed, timelines, first);
    expect(second.evidence).toEqual({ baby: ['pregnant'], repeat: ['health', 'school'] });
    const third = answeredBy(onLine('repeat', 'also-health', 'health'), assessed, timelines, second);
    expect(third.evidence).toEqual({ baby: ['pregnant'], repeat: ['also-health', 'health', 'school'] });
  });

  it('is about all that the family is now: that it was joined before no longer matters', () => {
    const alone = answeredBy(onLine('repeat', 'school'), assessed, timelines, undefined);
    const joined = { ...alone, joined: { alone } };
    expect(Answered.parse(joined)).toEqual(joined);
    const after = answeredBy(onLine('repeat', 'health'), assessed, timelines, joined);
    expect(after).not.toHaveProperty('joined');
    expect(after.evidence).toEqual({ repeat: ['health', 'school'] });
  });

  it('keeps nothing that the timelines do not hold any more', () => {
    const before = answeredBy(onLine('repeat', 'school'), assessed, timelines, undefined);
    const gone = { ...before, evidence: { repeat: ['of-long-ago', 'school'] } };
    const answered = answeredBy(onLine('baby', 'also-gone', 'adult'), assessed, timelines, gone);
    expect(answered.evidence).toEqual({ baby: ['adult'], repeat: ['school'] });
  });

  it('keeps the last decision to do nothing, through other decisions too', () => {
    const first = answeredBy(
      anAlert(),
      nothing('person-1', '2026-01-05T10:00:00.000Z'),
      timelines,
      undefined,
    );
    expect(first.noFurtherAction).toEqual({ decidedBy: 'person-1', decidedAt: '2026-01-05T10:00:00.000Z' });
    const second = answeredBy(anAlert(), assessed, timelines, first);
    expect(second.noFurtherAction).toEqual(first.noFurtherAction);
    const third = answeredBy(anAlert(), nothing('person-2', '2026-12-01T10:00:00.000Z'), timelines, second);
    expect(third.noFurtherAction?.decidedBy).toBe('person-2');
  });
});

describe('a second decision to do nothing', () => {
  const before = answeredBy(anAlert(), nothing('person-1', '2026-03-02T10:00:00.000Z'), timelines, undefined);

  it.each([
    { why: 'the same day', made: nothing('person-1', '2026-03-02T10:00:01.000Z'), needs: true },
    {
      why: 'the last day of twelve months',
      made: nothing('person-1', '2027-03-02T23:59:59.999Z'),
      needs: true,
    },
    { why: 'the day after', made: nothing('person-1', '2027-03-03T00:00:00.000Z'), needs: false },
    { why: 'another person', made: nothing('person-2', '2026-03-03T10:00:00.000Z'), needs: false },
    { why: 'another decision', made: assessed, needs: false },
  ])('needs another manager: $needs, $why', ({ made, needs }) => {
    expect(needsAnotherManager(made, before)).toBe(needs);
  });

  it('is none where nothing, or something else, was decided before', () => {
    const made = nothing('person-1', '2026-03-03T10:00:00.000Z');
    expect(needsAnotherManager(made, undefined)).toBe(false);
    const acted = answeredBy(anAlert(), assessed, timelines, undefined);
    expect(needsAnotherManager(made, acted)).toBe(false);
  });
});
