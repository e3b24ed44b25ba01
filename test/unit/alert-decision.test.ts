import { describe, expect, it } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import { Alert as AlertSchema } from '../../core/alert/alert.ts';
import type { AlertDecision } from '../../core/alert/decide-alert.ts';
import { markSent } from '../../core/alert/mark-sent.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { alertOf, asSent, decisionOn } from '../support/an-alert.ts';
import { aReferral, aTimeline } from '../support/timeline-builders.ts';

const live: LivePolicy = {
  hash: 'hash-of-three',
  policy: aPolicy(
    [
      aLine({
        id: 'repeat',
        title: 'repeated concerns from several agencies',
        severity: 'escalate',
        when: { all: [{ count: 'incidents', atLeast: 5 }] },
      }),
      aLine({
        id: 'baby',
        title: 'repeated concerns, unborn or baby in the household',
        severity: 'escalate',
        when: {
          all: [
            { household: { unborn: true, under: 'P6M' } },
            { count: 'incidents', atLeast: 2 },
            { count: 'agency-groups', atLeast: 2 },
          ],
        },
      }),
      aLine({
        id: 'repeat-watch',
        title: 'several concerns in a year',
        severity: 'watch',
        when: { all: [{ count: 'incidents', atLeast: 3 }] },
      }),
    ],
    {
      alerting: {
        foundLateDays: 90,
        afterDecision: { incidents: 2, quietDays: 28, waivedBy: [] },
        severities: {
          watch: { deliver: 'list' },
          escalate: {
            deliver: 'message',
            acknowledgeWithin: '1 working day',
            decideWithin: '5 working days',
          },
          urgent: {
            deliver: 'message',
            acknowledgeWithin: '2 working hours',
            decideWithin: '1 working day',
          },
        },
      },
    },
  ),
};
const nfa = { outcome: 'nfa', decidedAt: '2026-06-30T09:00:00Z' } as const;
const baby = { children: [{ dateOfBirth: '2026-03-01' }] };

const healthInMay = aReferral({
  key: 'health-may',
  madeAt: '2026-05-04T09:00:00Z',
  household: baby,
  screening: nfa,
});
const policeInJune = aReferral({
  key: 'police-june',
  madeAt: '2026-06-01T09:00:00Z',
  referrer: { sourceCode: '6' },
  concerns: [{ kind: 'domestic-abuse', subject: 'parent' }],
  screening: nfa,
});
const schoolInJuly = aReferral({
  key: 'school-july',
  madeAt: '2026-07-01T09:00:00Z',
  referrer: { sourceCode: '2A' },
  concerns: [{ kind: 'education', subject: 'child' }],
  screening: nfa,
});

/** What is decided about a family with these referrals at an instant. */
const decided = (
  referrals: readonly TimelineReferral[],
  asOf: string,
  open?: Alert,
  policy: LivePolicy = live,
  team = 'north',
): AlertDecision => decisionOn([aTimeline(referrals)], asOf, { live: policy, open, team });

/** The alert after its pending notice has gone out. */
const afterSending = (alert: Alert): Alert => asSent(alert, '2026-07-01T10:00:00.000Z');

describe('deciding what a finding leads to', () => {
  it('does nothing about a family below every line', () => {
    expect(decided([healthInMay], '2026-05-04T09:01:00Z')).toEqual({ kind: 'nothing', reason: 'below-line' });
  });

  it('raises an alert to be told of when a line is crossed today', () => {
    const decision = decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z');
    expect(decision).toMatchObject({ kind: 'raise', reason: 'line-crossed' });
    expect(alertOf(decision)).toEqual({
      alertId: 'ALERT0000001',
      familyId: 'family-1',
      epoch: 1,
      version: 1,
      state: 'raised',
      delivery: 'message',
      severity: 'escalate',
      team: 'north',
      raisedAt: '2026-06-01T09:01:00.000Z',
      changedAt: '2026-06-01T09:01:00.000Z',
      lines: [
        {
          line: 'baby',
          title: 'repeated concerns, unborn or baby in the household',
          severity: 'escalate',
          closesByItself: false,
          goesTo: 'team',
          firstCrossedAt: '2026-06-01T09:00:00.000Z',
          crossedFrom: '2026-06-01T09:00:00.000Z',
          // The baby of 1 March is under six months until the end of 31 August, British Summer Time.
          crossedUntil: '2026-08-31T22:59:59.999Z',
          evidence: ['health-may', 'police-june'],
          tally: {
            referrals: 2,
            contacts: 2,
            statutoryReferrals: 0,
            incidents: 2,
            notProgressed: 2,
            agencyGroups: ['3', '6'],
            voices: 2,
            kindsOfConcern: ['domestic-abuse', 'neglect'],
            since: '2026-05-04T09:00:00.000Z',
            until: '2026-06-01T09:00:00.000Z',
          },
          policy: { id: 'test', version: 1, hash: 'hash-of-three' },
        },
      ],
      evidence: ['health-may', 'police-june'],
      pendingNotice: {
        sequence: 1,
        reason: 'line-crossed',
        severity: 'escalate',
        lines: [{ line: 'baby', from: '2026-06-01T09:00:00.000Z' }],
        wantedAt: '2026-06-01T09:01:00.000Z',
        acknowledgeWithin: '1 working day',
        decideWithin: '5 working days',
      },
      notices: [],
    });
  });

  it('marks an alert as found late when the line was crossed on an earlier day', () => {
    const decision = decided([healthInMay, policeInJune], '2026-06-02T08:00:00Z');
    expect(decision).toMatchObject({ kind: 'raise', reason: 'found-late' });
    expect(alertOf(decision).pendingNotice?.reason).toBe('found-late');
  });

  it('is not late on the evening of the same London day, nor just before midnight in summer', () => {
    // 22:59:59Z on 1 June is still 1 June in London; 23:00Z is 2 June.
    expect(decided([healthInMay, policeInJune], '2026-06-01T22:59:59Z').reason).toBe('line-crossed');
    expect(decided([healthInMay, policeInJune], '2026-06-01T23:00:00Z').reason).toBe('found-late');
  });

  it('tells of a crossing that ended up to 90 days ago, and lists one that ended longer ago', () => {
    // Crossed until 31 August 22:59:59.999Z; 90 days later is 29 November at the same time.
    const recent = decided([healthInMay, policeInJune], '2026-11-29T22:59:59.999Z');
    expect(recent).toMatchObject({ kind: 'raise', reason: 'found-late' });
    const longAgo = decided([healthInMay, policeInJune], '2026-11-29T23:00:00.000Z');
    expect(longAgo).toMatchObject({ kind: 'raise', reason: 'listed' });
    expect(alertOf(longAgo)).toMatchObject({ delivery: 'list', state: 'raised', severity: 'escalate' });
    expect(alertOf(longAgo).pendingNotice).toBeUndefined();
  });

  it('puts a watch line on the list and tells nobody', () => {
    const noBaby = [{ ...healthInMay, household: { children: [] } }, policeInJune, schoolInJuly];
    const decision = decided(noBaby, '2026-07-01T09:01:00Z');
    expect(decision).toMatchObject({ kind: 'raise', reason: 'listed' });
    expect(alertOf(decision)).toMatchObject({ severity: 'watch', delivery: 'list' });
  });

  it('adds evidence and further reasons to the open alert and tells nobody again', () => {
    const first = afterSending(alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z')));
    const decision = decided([healthInMay, policeInJune, schoolInJuly], '2026-07-01T09:01:00Z', first);
    expect(decision).toMatchObject({ kind: 'change', reason: 'new-evidence' });
    const alert = alertOf(decision);
    expect(alert.evidence).toEqual(['health-may', 'police-june', 'school-july']);
    expect(alert.lines.map(({ line }) => line)).toEqual(['baby', 'repeat-watch']);
    expect(alert).toMatchObject({ version: 3, state: 'sent', severity: 'escalate', delivery: 'message' });
    expect(alert.pendingNotice).toBeUndefined();
    expect(alert.raisedAt).toBe('2026-06-01T09:01:00.000Z');
    expect(alert.changedAt).toBe('2026-07-01T09:01:00.000Z');
  });

  it('keeps a notice that has not gone out when evidence is added before it does', () => {
    const first = alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z'));
    const alert = alertOf(decided([healthInMay, policeInJune, schoolInJuly], '2026-07-01T09:01:00Z', first));
    expect(alert.pendingNotice).toEqual(first.pendingNotice);
  });

  it('writes nothing when the same finding comes again', () => {
    const first = alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z'));
    expect(decided([healthInMay, policeInJune], '2026-06-01T09:02:00Z', first)).toEqual({
      kind: 'nothing',
      reason: 'already-covered',
    });
  });

  it('tells of a raised severity once, with the next sequence number', () => {
    const watched = [{ ...healthInMay, household: { children: [] } }, policeInJune, schoolInJuly];
    const listed = alertOf(decided(watched, '2026-07-01T09:01:00Z'));
    const withBaby = [healthInMay, policeInJune, schoolInJuly];
    const told = decided(withBaby, '2026-07-01T09:02:00Z', listed);
    // Nobody had been told of this family, so it is the first that they hear of it. The baby line began in June.
    expect(told).toMatchObject({ kind: 'change', reason: 'found-late' });
    const urgent = withUrgentRepeatWatch();
    const sent = afterSending(alertOf(told));
    const louder = decided(withBaby, '2026-07-01T09:03:00Z', sent, urgent);
    expect(louder).toMatchObject({ kind: 'change', reason: 'severity-raised' });
    expect(alertOf(louder).pendingNotice).toMatchObject({
      sequence: 2,
      severity: 'urgent',
      acknowledgeWithin: '2 working hours',
      decideWithin: '1 working day',
    });
    expect(alertOf(louder).severity).toBe('urgent');
    expect(decided(withBaby, '2026-07-01T09:04:00Z', alertOf(louder), urgent).kind).toBe('nothing');
  });

  it('gives a louder notice a number of its own when the first has not gone out yet', () => {
    const first = alertOf(decided([healthInMay, policeInJune, schoolInJuly], '2026-07-01T09:01:00Z'));
    const louder = alertOf(
      decided(
        [healthInMay, policeInJune, schoolInJuly],
        '2026-07-01T09:02:00Z',
        first,
        withUrgentRepeatWatch(),
      ),
    );
    expect([first.pendingNotice?.sequence, louder.pendingNotice?.sequence]).toEqual([1, 2]);
  });

  it('keeps a reason whose line the policy no longer has, with its evidence', () => {
    const first = alertOf(decided([healthInMay, policeInJune, schoolInJuly], '2026-07-01T09:01:00Z'));
    const onlyWatch: LivePolicy = {
      hash: 'later',
      policy: {
        ...live.policy,
        version: 2,
        lines: live.policy.lines.filter(({ id }) => id === 'repeat-watch'),
      },
    };
    const dentist = aReferral({
      key: 'dentist',
      madeAt: '2026-07-20T09:00:00Z',
      referrer: { sourceCode: '3D' },
    });
    const alert = alertOf(
      decided([healthInMay, policeInJune, schoolInJuly, dentist], '2026-07-20T09:01:00Z', first, onlyWatch),
    );
    expect(alert.lines.map(({ line, policy }) => [line, policy.version])).toEqual([
      ['repeat-watch', 2],
      ['baby', 1],
    ]);
    expect(alert.severity).toBe('escalate');
    expect(alert.evidence).toEqual(['dentist', 'health-may', 'police-june', 'school-july']);
  });

  it('keeps the first crossing and all evidence when a later window no longer holds them', () => {
    const first = alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z'));
    // As if the earlier referral had been taken away: the alert still says what it was raised on.
    const housing = aReferral({
      key: 'housing-july',
      madeAt: '2026-07-10T09:00:00Z',
      referrer: { sourceCode: '4' },
      household: baby,
    });
    const alert = alertOf(decided([policeInJune, housing], '2026-07-10T09:01:00Z', first));
    expect(alert.lines[0]).toMatchObject({
      firstCrossedAt: '2026-06-01T09:00:00.000Z',
      evidence: ['health-may', 'housing-july', 'police-june'],
    });
  });

  it('moves the first crossing back when a late referral shows that it was earlier', () => {
    const first = alertOf(
      decided([policeInJune, { ...schoolInJuly, household: baby }], '2026-07-01T09:01:00Z'),
    );
    const alert = alertOf(
      decided(
        [healthInMay, policeInJune, { ...schoolInJuly, household: baby }],
        '2026-07-01T09:02:00Z',
        first,
      ),
    );
    expect(first.lines[0]?.firstCrossedAt).toBe('2026-07-01T09:00:00.000Z');
    expect(alert.lines[0]?.firstCrossedAt).toBe('2026-06-01T09:00:00.000Z');
  });

  it('leaves out a team that nobody named, and keeps the last one known', () => {
    const before = [aTimeline([healthInMay, policeInJune])];
    const after = [aTimeline([healthInMay, policeInJune, schoolInJuly])];
    const unnamed = decisionOn(before, '2026-06-01T09:01:00Z', { live });
    expect(Object.keys(alertOf(unnamed))).not.toContain('team');
    const open = alertOf(decisionOn(before, '2026-06-01T09:01:00Z', { live, team: 'north' }));
    const later = (team?: string) =>
      alertOf(decisionOn(after, '2026-07-01T09:01:00Z', { live, open, ...(team && { team }) }));
    expect(later().team).toBe('north');
    expect(later('south').team).toBe('south');
  });

  it('has no deadlines where the policy has none', () => {
    const { acknowledgeWithin, decideWithin, ...rule } = live.policy.alerting.severities.escalate;
    const severities = { ...live.policy.alerting.severities, escalate: rule };
    const policy: LivePolicy = {
      ...live,
      policy: { ...live.policy, alerting: { ...live.policy.alerting, severities } },
    };
    const notice = alertOf(
      decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z', undefined, policy),
    ).pendingNotice;
    expect([acknowledgeWithin, decideWithin]).toEqual(['1 working day', '5 working days']);
    expect(Object.keys(notice ?? {})).toEqual(['sequence', 'reason', 'severity', 'lines', 'wantedAt']);
  });
});

/** A policy of these lines alone, each counting referrals within twelve months. */
const policyOf = (
  ...lines: readonly {
    id: string;
    severity: 'watch' | 'escalate' | 'urgent';
    atLeast: number;
    notProgressed?: true;
  }[]
): LivePolicy => ({
  hash: 'small',
  policy: {
    ...live.policy,
    lines: lines.map(({ id, severity, atLeast, notProgressed }) => ({
      id,
      title: `line ${id}`,
      severity,
      window: 'P12M',
      when: {
        all: [
          { count: 'referrals', atLeast, ...(notProgressed ? { of: { screened: 'not-progressed' } } : {}) },
        ],
      },
    })),
  },
});

describe('the reason for telling somebody', () => {
  const inMayAndToday = [healthInMay, policeInJune];

  it('is today’s crossing where the loudest line was crossed today, though a quieter one was crossed before', () => {
    const policy = policyOf(
      { id: 'early', severity: 'escalate', atLeast: 1 },
      { id: 'loud', severity: 'urgent', atLeast: 2 },
    );
    expect(decided(inMayAndToday, '2026-06-01T09:01:00Z', undefined, policy)).toMatchObject({
      reason: 'line-crossed',
      alert: { pendingNotice: { severity: 'urgent' } },
    });
  });

  it('is found late where the loudest line was crossed before, though a quieter one was crossed today', () => {
    const policy = policyOf(
      { id: 'loud', severity: 'urgent', atLeast: 1 },
      { id: 'today', severity: 'escalate', atLeast: 2 },
    );
    expect(decided(inMayAndToday, '2026-06-01T09:01:00Z', undefined, policy).reason).toBe('found-late');
  });

  it('is today’s crossing where one of two equally loud lines was crossed today', () => {
    const policy = policyOf(
      { id: 'early', severity: 'urgent', atLeast: 1 },
      { id: 'today', severity: 'urgent', atLeast: 2 },
    );
    expect(decided(inMayAndToday, '2026-06-01T09:01:00Z', undefined, policy).reason).toBe('line-crossed');
  });

  it('makes it told although the evidence is the same: a policy that now tells of what it only listed', () => {
    const listed = policyOf({ id: 'w', severity: 'watch', atLeast: 2 });
    const severities = { ...listed.policy.alerting.severities, watch: { deliver: 'message' as const } };
    const told = {
      ...listed,
      policy: { ...listed.policy, alerting: { ...listed.policy.alerting, severities } },
    };
    const open = alertOf(decided(inMayAndToday, '2026-06-01T09:01:00Z', undefined, listed));
    const decision = decided(inMayAndToday, '2026-06-01T09:02:00Z', open, told);
    expect(decision).toMatchObject({
      kind: 'change',
      reason: 'line-crossed',
      alert: { delivery: 'message' },
    });
    expect(alertOf(decision).evidence).toEqual(open.evidence);
  });
});

describe('the evidence of an alert', () => {
  it('is sorted, however it is spread over the lines', () => {
    const policy = policyOf(
      { id: 'screened', severity: 'escalate', atLeast: 1, notProgressed: true },
      { id: 'any', severity: 'escalate', atLeast: 1 },
    );
    const zoo = aReferral({ key: 'zoo', madeAt: '2026-05-01T09:00:00Z', screening: nfa });
    const ark = aReferral({ key: 'ark', madeAt: '2026-05-02T09:00:00Z' });
    const alert = alertOf(decided([zoo, ark], '2026-05-02T09:01:00Z', undefined, policy));
    expect(alert.lines.map(({ evidence }) => evidence)).toEqual([['zoo'], ['ark', 'zoo']]);
    expect(alert.evidence).toEqual(['ark', 'zoo']);
  });

  it('of one line is not mixed with that of another when it grows', () => {
    const policy = policyOf(
      { id: 'screened', severity: 'escalate', atLeast: 1, notProgressed: true },
      { id: 'any', severity: 'escalate', atLeast: 1 },
    );
    const zoo = aReferral({ key: 'zoo', madeAt: '2026-05-01T09:00:00Z' });
    const ark = aReferral({ key: 'ark', madeAt: '2026-05-02T09:00:00Z', screening: nfa });
    const open = alertOf(decided([zoo, ark], '2026-05-02T09:01:00Z', undefined, policy));
    const bee = aReferral({ key: 'bee', madeAt: '2026-05-03T09:00:00Z' });
    const alert = alertOf(decided([zoo, ark, bee], '2026-05-03T09:01:00Z', open, policy));
    expect(alert.lines.map(({ evidence }) => evidence)).toEqual([['ark'], ['ark', 'bee', 'zoo']]);
  });
});

/** The default policy with its watch line made urgent. */
const withUrgentRepeatWatch = (): LivePolicy => ({
  hash: 'urgent',
  policy: {
    ...live.policy,
    version: 2,
    lines: live.policy.lines.map((line) =>
      line.id === 'repeat-watch' ? { ...line, severity: 'urgent' } : line,
    ),
  },
});

describe('marking a notice as sent', () => {
  it('moves the alert from raised to sent and keeps what was sent, when and to whom', () => {
    const alert = alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z'));
    const sent = afterSending(alert);
    expect(sent).toMatchObject({ state: 'sent', version: 2, changedAt: '2026-07-01T10:00:00.000Z' });
    expect(sent.pendingNotice).toBeUndefined();
    expect(sent.notices).toEqual([
      {
        ...alert.pendingNotice,
        sentAt: '2026-07-01T10:00:00.000Z',
        recipients: ['person-1'],
        messageId: 'message-1',
      },
    ]);
    expect(AlertSchema.safeParse(sent).success).toBe(true);
  });

  const publication = { sentAt: '2026-07-01T10:00:00.000Z', recipients: ['p'], messageId: 'm' };

  it('is refused where it is recorded already', () => {
    const alert = alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z'));
    const notice = alert.pendingNotice!;
    expect(markSent(afterSending(alert), notice, publication)).toEqual({
      ok: false,
      error: { code: 'already-recorded' },
    });
  });

  it('records one that a louder notice has replaced, and leaves the louder one pending', () => {
    const first = alertOf(decided([healthInMay, policeInJune, schoolInJuly], '2026-07-01T09:01:00Z'));
    const louder = alertOf(
      decided(
        [healthInMay, policeInJune, schoolInJuly],
        '2026-07-01T09:02:00Z',
        first,
        withUrgentRepeatWatch(),
      ),
    );
    const sent = markSent(louder, first.pendingNotice!, publication);
    if (!sent.ok) throw new Error(sent.error.code);
    expect(sent.value.notices.map(({ sequence }) => sequence)).toEqual([1]);
    expect(sent.value.pendingNotice).toEqual(louder.pendingNotice);
    expect(sent.value).toMatchObject({ state: 'sent', version: louder.version + 1 });
    const both = markSent(sent.value, louder.pendingNotice!, publication);
    expect(both.ok && both.value.notices.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(both.ok && both.value.pendingNotice).toBeUndefined();
  });

  it('gives the next notice a number above all others, in whatever order they were recorded', () => {
    const policy = policyOf(
      { id: 'one', severity: 'escalate', atLeast: 1 },
      { id: 'two', severity: 'urgent', atLeast: 2 },
    );
    const first = alertOf(decided([healthInMay], '2026-05-04T09:01:00Z', undefined, policy));
    const second = alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z', first, policy));
    const overtaken = markSent(second, second.pendingNotice!, publication);
    if (!overtaken.ok) throw new Error(overtaken.error.code);
    const both = markSent(overtaken.value, first.pendingNotice!, publication);
    if (!both.ok) throw new Error(both.error.code);
    expect(both.value.notices.map(({ sequence }) => sequence)).toEqual([2, 1]);
    const three = policyOf({ id: 'three', severity: 'urgent', atLeast: 2 });
    const next = alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:02:00Z', both.value, three));
    expect(next.pendingNotice?.sequence).toBe(3);
  });
});

describe('telling again while an alert is open', () => {
  const one = { id: 'one', severity: 'escalate', atLeast: 1 } as const;
  const two = { id: 'two', severity: 'escalate', atLeast: 2 } as const;

  it('tells of a further line, although it is no more severe', () => {
    const policy = policyOf(one, two);
    const open = afterSending(alertOf(decided([healthInMay], '2026-05-04T09:01:00Z', undefined, policy)));
    const decision = decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z', open, policy);
    expect(decision).toMatchObject({ kind: 'change', reason: 'line-crossed' });
    expect(alertOf(decision).pendingNotice).toMatchObject({
      sequence: 2,
      severity: 'escalate',
      lines: [{ line: 'two', from: '2026-06-01T09:00:00.000Z' }],
    });
  });

  it('keeps each line’s own first crossing, and tells of neither again when evidence is added', () => {
    const policy = policyOf(one, two);
    const both = alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z', undefined, policy));
    expect(both.pendingNotice?.lines).toHaveLength(2);
    const decision = decided(
      [healthInMay, policeInJune, schoolInJuly],
      '2026-07-01T09:01:00Z',
      afterSending(both),
      policy,
    );
    expect(decision).toMatchObject({ kind: 'change', reason: 'new-evidence' });
    expect(alertOf(decision).lines.map(({ line, firstCrossedAt }) => [line, firstCrossedAt])).toEqual([
      ['one', '2026-05-04T09:00:00.000Z'],
      ['two', '2026-06-01T09:00:00.000Z'],
    ]);
  });

  it('tells again of a line that a policy has made more severe', () => {
    const open = afterSending(
      alertOf(decided([healthInMay], '2026-05-04T09:01:00Z', undefined, policyOf(one))),
    );
    const severer = policyOf({ ...one, severity: 'urgent' });
    expect(decided([healthInMay], '2026-05-04T09:02:00Z', open, severer)).toMatchObject({
      kind: 'change',
      reason: 'severity-raised',
    });
  });

  it('tells of a line that lapsed and is crossed anew, years later', () => {
    const policy = policyOf(two);
    const open = afterSending(
      alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z', undefined, policy)),
    );
    const later = [
      aReferral({ key: 'later-1', madeAt: '2030-02-01T09:00:00Z' }),
      aReferral({ key: 'later-2', madeAt: '2030-03-01T09:00:00Z' }),
    ];
    const once = decided([healthInMay, policeInJune, later[0]!], '2030-02-01T09:01:00Z', open, policy);
    expect(once).toEqual({ kind: 'nothing', reason: 'already-covered' });
    const anew = decided([healthInMay, policeInJune, ...later], '2030-03-01T09:01:00Z', open, policy);
    expect(anew).toMatchObject({ kind: 'change', reason: 'line-crossed' });
    expect(alertOf(anew).lines[0]).toMatchObject({
      firstCrossedAt: '2026-06-01T09:00:00.000Z',
      crossedFrom: '2030-03-01T09:00:00.000Z',
    });
  });

  it('does not tell again of a crossing that a late referral shows to have begun earlier', () => {
    const policy = policyOf(two);
    const open = afterSending(
      alertOf(decided([policeInJune, schoolInJuly], '2026-07-01T09:01:00Z', undefined, policy)),
    );
    const decision = decided([healthInMay, policeInJune, schoolInJuly], '2026-07-01T09:02:00Z', open, policy);
    expect(decision).toMatchObject({ kind: 'change', reason: 'new-evidence' });
    expect(alertOf(decision).lines[0]?.crossedFrom).toBe('2026-06-01T09:00:00.000Z');
  });

  it('tells in one notice of what was pending and what has come since', () => {
    const policy = policyOf(one, two);
    const open = alertOf(decided([healthInMay], '2026-05-04T09:01:00Z', undefined, policy));
    const alert = alertOf(decided([healthInMay, policeInJune], '2026-06-01T09:01:00Z', open, policy));
    expect(alert.pendingNotice).toMatchObject({
      sequence: 2,
      // Nobody has been told of this family yet, so nothing was raised for the reader.
      reason: 'line-crossed',
      lines: [{ line: 'one' }, { line: 'two' }],
    });
  });

  it('calls it a raised severity only where somebody was told of a lower one', () => {
    const policy = policyOf(one, { ...two, severity: 'urgent' });
    const unsent = alertOf(decided([healthInMay], '2026-05-04T09:01:00Z', undefined, policy));
    const referrals = [healthInMay, policeInJune];
    expect(decided(referrals, '2026-06-01T09:01:00Z', unsent, policy).reason).toBe('line-crossed');
    expect(decided(referrals, '2026-06-01T09:01:00Z', afterSending(unsent), policy).reason).toBe(
      'severity-raised',
    );
  });

  it('writes a change of team alone, and tells nobody of it', () => {
    const referrals = [healthInMay, policeInJune];
    const open = afterSending(alertOf(decided(referrals, '2026-06-01T09:01:00Z')));
    const moved = decided(referrals, '2026-06-01T09:01:00Z', open, live, 'south');
    expect(moved).toMatchObject({ kind: 'change', reason: 'team-changed', alert: { team: 'south' } });
    expect(alertOf(moved).pendingNotice).toBeUndefined();
    const unnamed = decisionOn([aTimeline(referrals)], '2026-06-01T09:01:00Z', { live, open });
    expect(unnamed).toEqual({ kind: 'nothing', reason: 'already-covered' });
  });
});
