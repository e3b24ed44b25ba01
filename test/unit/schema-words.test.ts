import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Alert, NoticeReason } from '../../core/alert/alert.ts';
import { Recipient, Roster } from '../../core/alert/roster.ts';
import { spokenDate } from '../../core/message/wording.ts';
import { Measure } from '../../core/policy/condition.ts';
import { Policy, Waiver } from '../../core/policy/policy.ts';
import {
  ConcernKind,
  Purpose,
  ReferralSubmission,
  ScreeningOutcome,
} from '../../core/referral/referral-submission.ts';

/** The field's own words, written out a second time from the published lists and the product's glossary. */

describe('the words that are accepted', () => {
  it('has the six purposes', () => {
    expect(Purpose.options.join(' ')).toBe(
      'concern challenge information-request notification service-request written-confirmation',
    );
  });

  it('has the eighteen kinds of concern', () => {
    expect(ConcernKind.options.join(' ')).toBe(
      'neglect domestic-abuse substance-misuse mental-health physical sexual emotional supervision home-conditions ' +
        'missed-appointments education new-adult exploitation missing child-behaviour parental-separation ' +
        'disability-support other',
    );
  });

  it('has the twelve outcomes of a screening', () => {
    expect(ScreeningOutcome.options.join(' ')).toBe(
      'pending unknown nfa advice early-help family-help passed-to-worker passed-to-other-authority consent-refused ' +
        'assessment strategy s47',
    );
  });

  it('has the four reasons for telling somebody', () => {
    expect(NoticeReason.options).toEqual([
      'line-crossed',
      'found-late',
      'severity-raised',
      'evidence-changed',
    ]);
  });

  it('has what a line counts, and what lets a family be raised again at once', () => {
    expect(Measure.options.join(' ')).toBe('incidents referrals voices agency-groups kinds-of-concern');
    expect(Waiver.options.join(' ')).toBe('higher-severity new-agency-group pregnancy-or-birth challenge');
  });

  it('says every month by its name', () => {
    const months = Array.from({ length: 12 }, (_, index) =>
      spokenDate(`2026-${String(index + 1).padStart(2, '0')}-05T12:00:00Z`),
    );
    expect(months.join(', ')).toBe(
      '5 January 2026, 5 February 2026, 5 March 2026, 5 April 2026, 5 May 2026, 5 June 2026, 5 July 2026, ' +
        '5 August 2026, 5 September 2026, 5 October 2026, 5 November 2026, 5 December 2026',
    );
  });
});

/** The names of the parts of a schema's document, and which of them are described. */
function documentOf(schema: z.ZodType): {
  readonly names: readonly string[];
  readonly described: readonly string[];
} {
  const document = z.toJSONSchema(schema, { io: 'input' }) as {
    $defs: Record<string, { description?: string }>;
  };
  const parts = Object.entries(document.$defs);
  return {
    names: parts.map(([name]) => name).sort(),
    described: parts
      .filter(([, { description }]) => (description ?? '').length > 10)
      .map(([name]) => name)
      .sort(),
  };
}

describe('the documents that derive from the schemas', () => {
  it('name each part of a referral, and describe it', () => {
    const { names, described } = documentOf(ReferralSubmission);
    expect(names).toEqual([
      'Concern',
      'ConcernKind',
      'HouseholdChild',
      'NhsNumber',
      'Purpose',
      'Reference',
      'ReferralSubmission',
      'Screening',
      'ScreeningOutcome',
      'SourceCode',
      'SourceSystem',
      'TeamId',
      'Upn',
    ]);
    expect(described).toEqual(names);
  });

  it('name each part of a policy, and describe what cannot be read from its form', () => {
    const { names, described } = documentOf(Policy);
    expect(names.join(' ')).toBe(
      'CaseCondition ConcernKind Condition CountCondition Duration EventCondition HouseholdCondition ' +
        'LifeEventKind Line Measure NoEventCondition PointsCondition PointsScale Policy PromiseCondition ' +
        'QuietCondition ScreeningOutcome Selection Severity SourceCode SourceSystem Step Waiver ' +
        'WindowDuration WorkingDays WorkingTime',
    );
    expect(described.join(' ')).toBe(
      'ConcernKind Duration LifeEventKind Policy ScreeningOutcome Severity SourceCode SourceSystem Step ' +
        'WorkingDays WorkingTime',
    );
  });

  it('name each part of an alert, and describe it, and of the roster', () => {
    const { names, described } = documentOf(Alert);
    expect(names.join(' ')).toBe(
      'Action Alert AlertLabel AlertLine AlertState AlertTally DecisionMade GoesTo NoActionReason NoticeReason ' +
        'PendingNotice SentNotice Severity StandDownMade StandDownReason WorkingTime',
    );
    expect(described).toEqual(names);
    expect(documentOf(Roster).names).toEqual(['Absence', 'Recipient', 'Severity']);
  });
});

describe('a recipient', () => {
  const person = {
    id: 'person-7f3a',
    areaWide: false,
    teams: ['north'],
    severities: ['escalate', 'urgent'],
    channels: ['email', 'sms'],
  };

  it.each([
    { why: 'as it should be', change: {}, ok: true },
    { why: 'with an id of 60 characters', change: { id: 'a'.repeat(60) }, ok: true },
    { why: 'with an id of 61', change: { id: 'a'.repeat(61) }, ok: false },
    { why: 'with a name for an id', change: { id: 'Jo' }, ok: false },
    { why: 'with an id that begins outside the alphabet', change: { id: ' a' }, ok: false },
    { why: 'with an id that ends outside the alphabet', change: { id: 'a@' }, ok: false },
    { why: 'without an id', change: { id: '' }, ok: false },
    { why: 'of no team', change: { teams: [] }, ok: true },
    { why: 'of tier 1', change: { tier: 1 }, ok: true },
    { why: 'of tier 5', change: { tier: 5 }, ok: true },
    { why: 'of tier 0', change: { tier: 0 }, ok: false },
    { why: 'of tier 6', change: { tier: 6 }, ok: false },
    { why: 'of half a tier', change: { tier: 1.5 }, ok: false },
    { why: 'of 50 teams', change: { teams: Array.from({ length: 50 }, (_, i) => `t${i}`) }, ok: true },
    { why: 'of 51 teams', change: { teams: Array.from({ length: 51 }, (_, i) => `t${i}`) }, ok: false },
    { why: 'who asked for no severity', change: { severities: [] }, ok: false },
    { why: 'by no channel', change: { channels: [] }, ok: false },
    { why: 'by post', change: { channels: ['post'] }, ok: false },
    { why: 'by text alone', change: { channels: ['sms'] }, ok: true },
    { why: 'by email alone', change: { channels: ['email'] }, ok: true },
    { why: 'with an address, which has no place here', change: { email: 'x@example.com' }, ok: false },
  ])('is taken or refused $why', ({ change, ok }) => {
    expect(Recipient.safeParse({ ...person, ...change }).success).toBe(ok);
  });

  it('is one of at most 500', () => {
    expect(Roster.safeParse([]).success).toBe(true);
    expect(Roster.safeParse(Array.from({ length: 500 }, () => person)).success).toBe(true);
    expect(Roster.safeParse(Array.from({ length: 501 }, () => person)).success).toBe(false);
  });
});

describe('an alert as it is kept', () => {
  const at = '2026-06-01T09:00:00.000Z';
  const tally = {
    referrals: 2,
    contacts: 1,
    statutoryReferrals: 1,
    incidents: 2,
    notProgressed: 1,
    agencyGroups: ['3'],
    voices: 2,
    kindsOfConcern: ['neglect'],
  };
  const line = {
    line: 'l',
    title: 't',
    severity: 'escalate',
    closesByItself: false,
    goesTo: 'team',
    firstCrossedAt: at,
    crossedFrom: at,
    crossedUntil: at,
    evidence: ['a'],
    tally,
    policy: { id: 'p', version: 1, hash: 'h' },
  };
  const notice = {
    sequence: 1,
    reason: 'line-crossed',
    severity: 'escalate',
    lines: [{ line: 'l', from: at }],
    wantedAt: at,
    sentAt: at,
    recipients: ['p', 'q'],
    messageId: 'm',
  };
  const alert = {
    alertId: 'A',
    familyId: 'F',
    epoch: 2,
    version: 3,
    state: 'sent',
    delivery: 'message',
    severity: 'escalate',
    raisedAt: at,
    changedAt: at,
    lines: [line],
    evidence: ['a'],
    notices: [notice],
  };

  it('is taken as it should be', () => {
    expect(Alert.safeParse(alert).error).toBeUndefined();
  });

  const counts = [
    'referrals',
    'contacts',
    'statutoryReferrals',
    'incidents',
    'notProgressed',
    'voices',
  ] as const;
  it.each(counts)('is refused with a %s count below nothing, and taken with none', (count) => {
    const withCount = (value: number) => ({
      ...alert,
      lines: [{ ...line, tally: { ...tally, [count]: value } }],
    });
    expect(Alert.safeParse(withCount(0)).success).toBe(true);
    expect(Alert.safeParse(withCount(-1)).success).toBe(false);
  });

  it.each([
    { why: 'epoch 0', change: { epoch: 0 } },
    { why: 'version 0', change: { version: 0 } },
    { why: 'an unknown state', change: { state: 'shut' } },
    { why: 'an unknown delivery', change: { delivery: 'pigeon' } },
    { why: 'no line', change: { lines: [] } },
    { why: 'a line that goes to nobody known', change: { lines: [{ ...line, goesTo: 'director' }] } },
    { why: 'a line that does not say if it closes', change: { lines: [{ ...line, closesByItself: 1 }] } },
    { why: 'a field of its own', change: { narrative: 'x' } },
    { why: 'a line with a field of its own', change: { lines: [{ ...line, narrative: 'x' }] } },
    {
      why: 'a tally with a field of its own',
      change: { lines: [{ ...line, tally: { ...tally, score: 1 } }] },
    },
    {
      why: 'a policy with a field of its own',
      change: { lines: [{ ...line, policy: { ...line.policy, x: 1 } }] },
    },
    { why: 'a notice to nobody', change: { notices: [{ ...notice, recipients: [] }] } },
    { why: 'a notice of nothing', change: { notices: [{ ...notice, lines: [] }] } },
    { why: 'a notice numbered 0', change: { notices: [{ ...notice, sequence: 0 }] } },
    { why: 'a notice with a field of its own', change: { notices: [{ ...notice, text: 'x' }] } },
    {
      why: 'a crossing told of with a field of its own',
      change: { notices: [{ ...notice, lines: [{ line: 'l', from: at, to: at }] }] },
    },
  ])('is refused with $why', ({ change }) => {
    expect(Alert.safeParse({ ...alert, ...change }).success).toBe(false);
  });
});
