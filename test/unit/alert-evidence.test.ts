import { describe, expect, it } from 'vitest';
import type { Alert } from '../../core/alert/alert.ts';
import type { AlertDecision } from '../../core/alert/decide-alert.ts';
import { markSent } from '../../core/alert/mark-sent.ts';
import { wasTold } from '../../core/alert/notice-told.ts';
import { examine } from '../../core/pattern/examine.ts';
import { crossedLines } from '../../core/pattern/finding.ts';
import type { LivePolicy, Policy } from '../../core/policy/policy.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import { aFamily, aFamilyWith, aLifeEvent, aLine, aPolicy } from '../support/a-family.ts';
import { alertOf, asSent, decisionOn } from '../support/an-alert.ts';
import { aReferral } from '../support/timeline-builders.ts';

type Line = Policy['lines'][number];

const policyOf = (lines: readonly Line[], stated: Partial<Policy> = {}, hash = 'a-hash'): LivePolicy => ({
  hash,
  policy: aPolicy(lines, stated),
});

const referrals = (atLeast: number): Pick<Line, 'when'> => ({
  when: { all: [{ count: 'referrals', atLeast }] },
});
const two = aLine({ id: 'two', severity: 'escalate' });
const three = aLine({ id: 'three', severity: 'urgent', ...referrals(3) });
const watch = aLine({ id: 'watch', severity: 'watch', window: 'P1M' });
const passing = aLine({ id: 'passing', severity: 'escalate', window: 'P1M', closesByItself: true });
const shadow = aLine({ id: 'shadow', severity: 'urgent', shadow: true });

const first = aReferral({ key: 'first', madeAt: '2026-01-05T09:00:00Z' });
const second = aReferral({ key: 'second', madeAt: '2026-02-02T09:00:00Z' });
const third = aReferral({ key: 'third', madeAt: '2026-02-10T09:00:00Z' });

const withdrawn = (referral: TimelineReferral): TimelineReferral => ({ ...referral, withdrawn: 'error' });

function decided(
  told: readonly TimelineReferral[],
  asOf: string,
  live: LivePolicy,
  given: { readonly open?: Alert; readonly isComplete?: boolean } = {},
): AlertDecision {
  return decisionOn(aFamily(...told), asOf, { live, ...given });
}

const onTheDay = '2026-02-02T09:01:00Z';
const belowLine = { kind: 'nothing', reason: 'below-line' };
const alreadyCovered = { kind: 'nothing', reason: 'already-covered' };

describe('a line in shadow', () => {
  it('raises nothing, however severe', () => {
    expect(decided([first, second], onTheDay, policyOf([shadow]))).toEqual(belowLine);
  });

  it('is no reason of an alert that another line raises', () => {
    const alert = alertOf(decided([first, second], onTheDay, policyOf([shadow, two])));
    expect(alert.lines.map(({ line }) => line)).toEqual(['two']);
    expect(alert.severity).toBe('escalate');
  });
});

describe('a line that closes by itself', () => {
  // With a window of a month, second and first lie together until the end of 5 February.
  const lastInstant = '2026-02-05T23:59:59.999Z';
  const lapsed = '2026-02-06T00:00:00.000Z';

  it('says so on the alert: every watch line does, and one that the policy marks', () => {
    const alert = alertOf(decided([first, second], onTheDay, policyOf([watch, passing, two])));
    expect(alert.lines.map(({ line, closesByItself }) => [line, closesByItself])).toEqual([
      ['watch', true],
      ['passing', true],
      ['two', false],
    ]);
  });

  it.each([watch, passing])('raises nothing when it has lapsed: $id', (line) => {
    const live = policyOf([line]);
    expect(decided([first, second], lastInstant, live).kind).toBe('raise');
    expect(decided([first, second], lapsed, live)).toEqual(belowLine);
  });

  it.each([watch, passing])('takes the alert with it when it was the only reason: $id', (line) => {
    const live = policyOf([line]);
    const raised = alertOf(decided([first, second], onTheDay, live));
    const open = raised.pendingNotice === undefined ? raised : asSent(raised, '2026-02-02T09:02:00.000Z');
    expect(decided([first, second], lastInstant, live, { open })).toEqual(alreadyCovered);
    const decision = decided([first, second], lapsed, live, { open });
    expect(decision).toMatchObject({ kind: 'close', reason: 'closed' });
    const closed = alertOf(decision);
    expect(closed).toEqual({ ...open, version: open.version + 1, state: 'closed', changedAt: lapsed });
    // It keeps what it was raised on.
    expect(closed.lines.map((one) => one.line)).toEqual([line.id]);
  });

  it('is not told of any more when it lapsed before anybody was told', () => {
    const live = policyOf([passing]);
    const open = alertOf(decided([first, second], onTheDay, live));
    expect(open.pendingNotice).toBeDefined();
    expect(alertOf(decided([first, second], lapsed, live, { open })).pendingNotice).toBeUndefined();
  });

  it('is no reason any more when it lapses beside a line that does not', () => {
    const live = policyOf([two, watch]);
    const open = asSent(alertOf(decided([first, second], onTheDay, live)), '2026-02-02T09:02:00.000Z');
    const decision = decided([first, second], lapsed, live, { open });
    expect(decision).toMatchObject({ kind: 'change', reason: 'line-ended' });
    expect(alertOf(decision).lines.map(({ line }) => line)).toEqual(['two']);
    expect(alertOf(decision).pendingNotice).toBeUndefined();
  });

  it('leaves a notice standing that also tells of a line that stands', () => {
    const live = policyOf([two, passing]);
    const open = alertOf(decided([first, second], onTheDay, live));
    expect(open.pendingNotice?.lines).toHaveLength(2);
    const alert = alertOf(decided([first, second], lapsed, live, { open }));
    expect(alert.pendingNotice).toEqual(open.pendingNotice);
  });

  it('goes silently too where a record was withdrawn', () => {
    const live = policyOf([passing]);
    const open = asSent(alertOf(decided([first, second], onTheDay, live)), '2026-02-02T09:02:00.000Z');
    const decision = decided([first, withdrawn(second)], '2026-02-03T09:00:00Z', live, { open });
    expect(decision).toMatchObject({ kind: 'close', reason: 'closed' });
  });

  it('is raised as another alert when it is crossed anew', () => {
    const live = policyOf([watch]);
    const again = [
      aReferral({ key: 'may-1', madeAt: '2026-05-01T09:00:00Z' }),
      aReferral({ key: 'may-9', madeAt: '2026-05-09T09:00:00Z' }),
    ];
    const decision = decided([first, second, ...again], '2026-05-09T09:01:00Z', live);
    expect(decision).toMatchObject({ kind: 'raise', reason: 'listed' });
  });

  it('cannot be closed twice', () => {
    const live = policyOf([watch]);
    const open = alertOf(decided([first, second], onTheDay, live));
    const closed = alertOf(decided([first, second], lapsed, live, { open }));
    expect(() => decided([first, second], lapsed, live, { open: closed })).toThrow(
      'The open alert of a family is closed.',
    );
  });
});

describe('an alert whose evidence was withdrawn', () => {
  const live = policyOf([two]);
  const sentAt = '2026-02-02T09:02:00.000Z';
  const changedAt = '2026-02-12T09:00:00.000Z';
  const raised = alertOf(decided([first, second], onTheDay, live));
  const told = asSent(raised, sentAt);
  const after = [first, withdrawn(second)];

  it('stays open, with its line marked and its evidence kept, and tells those who were told', () => {
    const decision = decided(after, changedAt, live, { open: told });
    expect(decision).toMatchObject({ kind: 'change', reason: 'evidence-changed' });
    const alert = alertOf(decision);
    expect(alert).toMatchObject({ state: 'sent', version: 3, evidence: ['first', 'second'] });
    expect(alert.lines).toEqual([{ ...told.lines[0], unsupportedSince: changedAt }]);
    expect(alert.pendingNotice).toEqual({
      sequence: 2,
      reason: 'evidence-changed',
      severity: 'escalate',
      lines: [{ line: 'two', from: '2026-02-02T09:00:00.000Z' }],
      wantedAt: changedAt,
    });
  });

  it('tells it once, and keeps since when', () => {
    const alert = alertOf(decided(after, changedAt, live, { open: told }));
    expect(decided(after, '2026-02-13T09:00:00Z', live, { open: alert })).toEqual(alreadyCovered);
    const toldAgain = asSent(alert, '2026-02-12T09:01:00.000Z');
    expect(decided(after, '2026-02-14T09:00:00Z', live, { open: toldAgain })).toEqual(alreadyCovered);
  });

  it('tells nobody where nobody had been told, and takes back what was still to be told', () => {
    const alert = alertOf(decided(after, changedAt, live, { open: raised }));
    expect(alert).toMatchObject({ state: 'raised', lines: [{ unsupportedSince: changedAt }] });
    expect(alert.pendingNotice).toBeUndefined();
  });

  it('tells it after all where what was taken back had been on its way', () => {
    const alert = alertOf(decided(after, changedAt, live, { open: raised }));
    const sent = markSent(alert, raised.pendingNotice!, {
      sentAt: '2026-02-12T09:00:05.000Z',
      recipients: ['person-1'],
      messageId: 'message-1',
    });
    if (!sent.ok) throw new Error(sent.error.code);
    expect(sent.value.pendingNotice).toMatchObject({
      sequence: 2,
      reason: 'evidence-changed',
      wantedAt: '2026-02-12T09:00:05.000Z',
    });
  });

  it('tells of what is crossed anew under a number of its own, since the notice that was called off may be on its way', () => {
    const gone = alertOf(decided(after, changedAt, live, { open: raised }));
    const back = [...after, aReferral({ key: 'back', madeAt: '2026-02-12T09:00:02Z' })];
    const open = alertOf(decided(back, '2026-02-12T09:00:03.000Z', live, { open: gone }));
    expect(open.pendingNotice).toMatchObject({ sequence: 2, reason: 'line-crossed' });
    const sent = markSent(open, raised.pendingNotice!, {
      sentAt: '2026-02-12T09:00:05.000Z',
      recipients: ['person-1'],
      messageId: 'message-1',
    });
    if (!sent.ok) throw new Error(sent.error.code);
    expect(sent.value.pendingNotice).toEqual(open.pendingNotice);
    expect(sent.value.notices.map(({ sequence }) => sequence)).toEqual([1]);
  });

  it('gives no number twice, however often a notice is called off before it goes out', () => {
    const twice = (open: Alert, day: number) => {
      const back = [...after, aReferral({ key: `back-${day}`, madeAt: `2026-02-${day}T09:00:00Z` })];
      const again = alertOf(decided(back, `2026-02-${day}T09:01:00.000Z`, live, { open }));
      const gone = alertOf(decided(after, `2026-02-${day}T09:02:00.000Z`, live, { open: again }));
      return { number: again.pendingNotice?.sequence, gone };
    };
    const gone = alertOf(decided(after, changedAt, live, { open: raised }));
    const second = twice(gone, 13);
    const third = twice(second.gone, 14);
    expect([second.number, third.number]).toEqual([2, 3]);
    expect(third.gone).toMatchObject({ calledOffSequence: 3 });
    expect(third.gone).not.toHaveProperty('pendingNotice');
  });

  it('is told with the highest severity that anybody was told of', () => {
    const both = policyOf([two, three]);
    const one = asSent(alertOf(decided([first, second], onTheDay, both)), sentAt);
    const louder = alertOf(decided([first, second, third], '2026-02-10T09:01:00Z', both, { open: one }));
    const open = asSent(louder, '2026-02-10T09:02:00.000Z');
    const alert = alertOf(decided([first, withdrawn(second), withdrawn(third)], changedAt, both, { open }));
    expect(alert.pendingNotice).toMatchObject({
      sequence: 3,
      severity: 'urgent',
      lines: [{ line: 'two' }, { line: 'three' }],
    });
  });

  it('is only marked while another line stands, and told of when that falls too', () => {
    const both = policyOf([two, three]);
    const raisedOnBoth = alertOf(decided([first, second, third], '2026-02-10T09:01:00Z', both));
    const open = asSent(raisedOnBoth, '2026-02-10T09:02:00.000Z');
    const decision = decided([first, second, withdrawn(third)], changedAt, both, { open });
    expect(decision).toMatchObject({ kind: 'change', reason: 'evidence-changed' });
    const marked = alertOf(decision);
    expect(marked.lines.map(({ line, unsupportedSince }) => [line, unsupportedSince])).toEqual([
      ['two', undefined],
      ['three', changedAt],
    ]);
    expect(marked.pendingNotice).toBeUndefined();
    expect(marked.severity).toBe('escalate');
    const none = decided([first, withdrawn(second), withdrawn(third)], '2026-02-13T09:00:00.000Z', both, {
      open: marked,
    });
    expect(alertOf(none).pendingNotice?.reason).toBe('evidence-changed');
    expect(alertOf(none).severity).toBe('urgent');
    expect(alertOf(none).lines.map(({ unsupportedSince }) => unsupportedSince)).toEqual([
      '2026-02-13T09:00:00.000Z',
      changedAt,
    ]);
  });

  it('keeps a notice that tells of a line that stands beside one that fell', () => {
    const both = policyOf([two, three]);
    const open = alertOf(decided([first, second, third], '2026-02-10T09:01:00Z', both));
    const alert = alertOf(decided([first, second, withdrawn(third)], changedAt, both, { open }));
    expect(alert.pendingNotice).toEqual(open.pendingNotice);
  });

  it('takes back a notice of the line that fell, though another one stands that was told of', () => {
    const both = policyOf([two, three]);
    const one = asSent(alertOf(decided([first, second], onTheDay, both)), sentAt);
    const open = alertOf(decided([first, second, third], '2026-02-10T09:01:00Z', both, { open: one }));
    expect(open.pendingNotice?.lines.map(({ line }) => line)).toEqual(['three']);
    const alert = alertOf(decided([first, second, withdrawn(third)], changedAt, both, { open }));
    expect(alert.lines.map(({ unsupportedSince }) => unsupportedSince)).toEqual([undefined, changedAt]);
    expect(alert.pendingNotice).toBeUndefined();
  });

  it('keeps a notice that could not be sent until all it tells of was long ago, as far as that stands', () => {
    const both = policyOf([two, three]);
    const open = alertOf(decided([first, second, third], '2026-02-10T09:01:00Z', both));
    // Both lines lapse in February 2027.
    const later = '2027-12-01T09:00:00.000Z';
    expect(decided([first, second, third], later, both, { open })).toEqual(alreadyCovered);
    const alert = alertOf(decided([first, second, withdrawn(third)], later, both, { open }));
    expect(alert.lines.map(({ unsupportedSince }) => unsupportedSince)).toEqual([undefined, later]);
    expect(alert.pendingNotice).toEqual(open.pendingNotice);
  });

  it('is not marked where not all of the family was read', () => {
    const decision = decided(after, changedAt, live, { open: told, isComplete: false });
    expect(decision).toEqual(alreadyCovered);
  });

  it('is marked also when a screening or a correction took the line away', () => {
    const unanswered = policyOf([
      aLine({
        id: 'two',
        severity: 'escalate',
        when: { all: [{ count: 'referrals', atLeast: 2, of: { screened: 'not-progressed' } }] },
      }),
    ]);
    const nfa = { outcome: 'nfa', decidedAt: '2026-02-02T09:00:00Z' } as const;
    const screened = [first, second].map((one) => ({ ...one, screening: nfa }));
    const open = asSent(alertOf(decided(screened, onTheDay, unanswered)), sentAt);
    const assessed = { ...second, screening: { ...nfa, outcome: 'assessment' as const } };
    expect(decided([screened[0]!, assessed], changedAt, unanswered, { open })).toMatchObject({
      kind: 'change',
      reason: 'evidence-changed',
    });
  });

  it('is not marked where the policy has changed or lacks the line or tries it in shadow: that is no change of a record', () => {
    const stricter = policyOf([{ ...two, ...referrals(3) }], {}, 'another-hash');
    expect(decided([first, second], changedAt, stricter, { open: told })).toEqual(alreadyCovered);
    expect(decided(after, changedAt, policyOf([three]), { open: told })).toEqual(alreadyCovered);
    expect(decided(after, changedAt, policyOf([{ ...two, shadow: true }]), { open: told })).toEqual(
      alreadyCovered,
    );
  });

  it('is closed by a policy that no longer finds a line that closes by itself, and when that lapses', () => {
    const open = alertOf(decided([first, second], onTheDay, policyOf([watch])));
    const stricter = policyOf([{ ...watch, ...referrals(3) }], {}, 'another-hash');
    expect(decided([first, second], onTheDay, stricter, { open }).kind).toBe('close');
    const same = policyOf([watch], { version: 2 }, 'another-hash');
    expect(decided([first, second], '2026-02-05T23:59:59.999Z', same, { open }).kind).toBe('change');
    expect(decided([first, second], '2026-02-06T00:00:00.000Z', same, { open }).kind).toBe('close');
  });

  it.each([
    { what: 'lacks it', next: policyOf([two], {}, 'another-hash') },
    { what: 'tries it in shadow', next: policyOf([two, { ...watch, shadow: true }], {}, 'another-hash') },
  ])(
    'keeps a line that closes by itself under a policy that $what until it would have lapsed',
    ({ next }) => {
      const open = alertOf(decided([first, second], onTheDay, policyOf([two, watch])));
      const linesAt = (asOf: string) =>
        alertOf(decided([first, second], asOf, next, { open })).lines.map(({ line }) => line);
      expect(linesAt('2026-02-05T23:59:59.999Z')).toEqual(['two', 'watch']);
      expect(linesAt('2026-02-06T00:00:00.000Z')).toEqual(['two']);
    },
  );

  it('keeps a line that closes by itself where not all was read, until it would have lapsed', () => {
    const live = policyOf([watch]);
    const open = alertOf(decided([first, second], onTheDay, live));
    const read = (asOf: string) => decided([second], asOf, live, { open, isComplete: false });
    expect(read('2026-02-05T23:59:59.999Z')).toEqual(alreadyCovered);
    expect(read('2026-02-06T00:00:00.000Z').kind).toBe('close');
  });

  it('is marked under another policy where what it rests on was withdrawn, and by no other withdrawal', () => {
    const next = policyOf([two], { version: 2 }, 'another-hash');
    const decision = decided(after, changedAt, next, { open: told });
    expect(decision).toMatchObject({ kind: 'change', reason: 'evidence-changed' });
    const stricter = policyOf([{ ...two, ...referrals(3) }], {}, 'another-hash');
    expect(decided([first, second, withdrawn(third)], changedAt, stricter, { open: told })).toEqual(
      alreadyCovered,
    );
  });

  it('follows a policy that still finds the line, and is marked by what that one finds', () => {
    const next = policyOf([two], { version: 2 }, 'another-hash');
    const decision = decided([first, second], changedAt, next, { open: told });
    expect(decision).toMatchObject({ kind: 'change', reason: 'policy-changed' });
    const open = alertOf(decision);
    expect(open.lines[0]?.policy).toEqual({ id: 'test', version: 2, hash: 'another-hash' });
    expect(decided(after, '2026-02-13T09:00:00Z', next, { open }).reason).toBe('evidence-changed');
  });

  it('follows a policy that still finds one line, beside one that it does not have', () => {
    const open = alertOf(decided([first, second, third], '2026-02-10T09:01:00Z', policyOf([two, three])));
    const next = policyOf([two], { version: 2 }, 'another-hash');
    const decision = decided([first, second, third], '2026-02-11T09:00:00Z', next, { open });
    expect(decision).toMatchObject({ kind: 'change', reason: 'policy-changed' });
    expect(alertOf(decision).lines.map(({ line, policy }) => [line, policy.version])).toEqual([
      ['two', 2],
      ['three', 1],
    ]);
  });

  it('is not marked by time: what was crossed once stays a reason', () => {
    expect(decided([first, second], '2030-01-01T09:00:00Z', live, { open: told })).toEqual(alreadyCovered);
  });
});

describe('an alert whose evidence came back', () => {
  const live = policyOf([two]);
  const told = asSent(alertOf(decided([first, second], onTheDay, live)), '2026-02-02T09:02:00.000Z');
  const after = [first, withdrawn(second)];
  const taken = alertOf(decided(after, '2026-02-12T09:00:00Z', live, { open: told }));

  it('is no longer marked, and tells nobody anything where nobody had been told that it was gone', () => {
    const decision = decided([first, second], '2026-02-12T09:05:00Z', live, { open: taken });
    expect(decision).toMatchObject({ kind: 'change', reason: 'new-evidence' });
    expect(alertOf(decision).pendingNotice).toBeUndefined();
    expect(alertOf(decision).lines[0]).not.toHaveProperty('unsupportedSince');
  });

  it('tells nobody that all is gone where one line of two has come back before anybody was told', () => {
    const both = policyOf([two, three]);
    const all = [first, second, third];
    const open = asSent(alertOf(decided(all, '2026-02-10T09:01:00Z', both)), '2026-02-10T09:02:00.000Z');
    const gone = alertOf(
      decided([first, withdrawn(second), withdrawn(third)], '2026-02-12T09:00:00Z', both, { open }),
    );
    expect(gone.pendingNotice?.reason).toBe('evidence-changed');
    const back = alertOf(
      decided([first, second, withdrawn(third)], '2026-02-12T09:05:00Z', both, { open: gone }),
    );
    expect(back.lines.map(({ line, unsupportedSince }) => [line, unsupportedSince])).toEqual([
      ['two', undefined],
      ['three', '2026-02-12T09:00:00.000Z'],
    ]);
    expect(back.pendingNotice).toBeUndefined();
  });

  it('is told of again where they had been told that it was gone, though it is the same crossing', () => {
    const open = asSent(taken, '2026-02-12T09:01:00.000Z');
    const decision = decided([first, second], '2026-02-14T09:00:00Z', live, { open });
    expect(decision).toMatchObject({ kind: 'change', reason: 'found-late' });
    expect(alertOf(decision).pendingNotice).toMatchObject({
      sequence: 3,
      lines: [{ line: 'two', from: '2026-02-02T09:00:00.000Z' }],
    });
  });

  it('is not called more severe than what was taken back', () => {
    const both = policyOf([two, three]);
    const open = asSent(taken, '2026-02-12T09:01:00.000Z');
    const more = [first, second, aReferral({ key: 'new', madeAt: '2026-02-20T09:00:00Z' })];
    const decision = decided(more, '2026-02-20T09:01:00Z', both, { open });
    expect(decision).toMatchObject({ kind: 'change', reason: 'line-crossed' });
    expect(alertOf(decision).pendingNotice?.severity).toBe('urgent');
  });

  it('is told of where another crossing begins before they were told that the first is gone', () => {
    const more = [...after, aReferral({ key: 'new', madeAt: '2026-02-20T09:00:00Z' })];
    const decision = decided(more, '2026-02-20T09:01:00Z', live, { open: taken });
    expect(decision).toMatchObject({ kind: 'change', reason: 'line-crossed' });
    expect(alertOf(decision).pendingNotice).toMatchObject({
      sequence: 3,
      lines: [{ line: 'two', from: '2026-02-20T09:00:00.000Z' }],
    });
  });

  it('is not held to have been told by the notice that was to take it back', () => {
    // A crossing of years ago was only listed; then all was withdrawn; then it turns out to last until now.
    const twoAsTold = { line: 'two', from: '2026-02-02T09:00:00.000Z' };
    const policy = policyOf([two, aLine({ id: 'old', severity: 'escalate', window: 'P36M' })]);
    const long = [
      aReferral({ key: 'long-1', madeAt: '2020-01-01T09:00:00Z' }),
      aReferral({ key: 'long-2', madeAt: '2020-02-01T09:00:00Z' }),
    ];
    const raised = alertOf(decided([...long, first, second], onTheDay, policy));
    const listed: Alert = { ...raised, pendingNotice: { ...raised.pendingNotice!, lines: [twoAsTold] } };
    const open = asSent(listed, '2026-02-02T09:02:00.000Z');
    const all = [...long, first, second];
    const gone = alertOf(decided(all.map(withdrawn), '2026-02-12T09:00:00Z', policy, { open }));
    // Nobody was told of the old one, so nothing of it is taken back.
    expect(gone.pendingNotice?.lines).toEqual([twoAsTold]);
    const back = alertOf(decided(all, '2026-02-12T09:05:00Z', policy, { open: gone }));
    expect(back.pendingNotice?.lines.map(({ line }) => line)).toEqual(['old']);
    const [crossed] = crossedLines(examine(aFamily(...all), policyOf([two]), Date.parse(onTheDay)));
    expect(wasTold(crossed!, [listed.pendingNotice!])).toBe(true);
    expect(wasTold(crossed!, [gone.pendingNotice!])).toBe(false);
  });

  describe('while the message that it was gone was on its way', () => {
    const both = policyOf([{ ...two, severity: 'urgent' }, three, aLine({ id: 'listed' })], {
      alerting: {
        ...aPolicy([]).alerting,
        severities: {
          watch: { deliver: 'list' },
          escalate: { deliver: 'message' },
          urgent: { deliver: 'message', acknowledgeWithin: '2 working hours', decideWithin: '1 working day' },
        },
      },
    });
    const all = [first, second, third];
    const open = asSent(alertOf(decided(all, '2026-02-10T09:01:00Z', both)), '2026-02-10T09:02:00.000Z');
    const none = [first, withdrawn(second), withdrawn(third)];
    const gone = alertOf(decided(none, '2026-02-12T09:00:00Z', both, { open }));
    const sentAt = '2026-02-12T09:06:00.000Z';

    it('is told of again, as far as it was told of and stands, with its deadlines', () => {
      const back = alertOf(
        decided([first, second, withdrawn(third)], '2026-02-12T09:05:00Z', both, { open: gone }),
      );
      expect(back.pendingNotice).toBeUndefined();
      const again = asSent(back, sentAt, gone.pendingNotice);
      expect(again.notices.map(({ reason }) => reason)).toEqual(['line-crossed', 'evidence-changed']);
      expect(again.pendingNotice).toEqual({
        sequence: 3,
        reason: 'line-crossed',
        severity: 'urgent',
        lines: [{ line: 'two', from: '2026-02-02T09:00:00.000Z' }],
        wantedAt: sentAt,
        acknowledgeWithin: '2 working hours',
        decideWithin: '1 working day',
      });
      // The next examination finds nothing to add.
      const next = decided([first, second, withdrawn(third)], '2026-02-12T09:07:00Z', both, { open: again });
      expect(next).toEqual(alreadyCovered);
    });

    it('is not told of again where it is still gone', () => {
      expect(asSent(gone, sentAt).pendingNotice).toBeUndefined();
    });

    it('has no deadlines where nobody was told of it with that severity', () => {
      const standing = {
        ...open,
        lines: open.lines.map((one) => ({ ...one, severity: 'escalate' as const })),
      };
      const again = asSent(standing, sentAt, gone.pendingNotice).pendingNotice;
      expect(again).toMatchObject({ severity: 'escalate', lines: [{ line: 'two' }, { line: 'three' }] });
      expect(again).not.toHaveProperty('acknowledgeWithin');
      expect(again).not.toHaveProperty('decideWithin');
    });

    it('is not told of twice where a later notice had told of it already', () => {
      const later = { ...open.notices[0]!, sequence: 3, lines: [{ line: 'two', from: second.madeAt }] };
      const told = { ...open, notices: [...open.notices, later] };
      expect(asSent(told, sentAt, gone.pendingNotice).pendingNotice?.lines.map(({ line }) => line)).toEqual([
        'three',
      ]);
    });
  });

  it('takes nothing back where what was told of has closed by itself', () => {
    const listedOnly = aLine({ id: 'old', severity: 'escalate', window: 'P36M' });
    const policy = policyOf([passing, listedOnly]);
    const long = [
      aReferral({ key: 'long-1', madeAt: '2020-01-01T09:00:00Z' }),
      aReferral({ key: 'long-2', madeAt: '2020-02-01T09:00:00Z' }),
    ];
    const raised = alertOf(decided([...long, first, second], onTheDay, policy));
    const ofPassing = { ...raised.pendingNotice!, lines: [{ line: 'passing', from: second.madeAt }] };
    const open = asSent({ ...raised, pendingNotice: ofPassing }, '2026-02-02T09:02:00.000Z');
    const gone = decided([...long, first, second].map(withdrawn), '2026-02-12T09:00:00Z', policy, { open });
    expect(gone.reason).toBe('evidence-changed');
    expect(alertOf(gone).lines.map(({ line }) => line)).toEqual(['old']);
    expect(alertOf(gone).pendingNotice).toBeUndefined();
  });
});

describe('a line that nobody is messaged about', () => {
  it('is added to the open alert, and nobody is told', () => {
    const open = asSent(
      alertOf(decided([first, second], onTheDay, policyOf([two]))),
      '2026-02-02T09:02:00.000Z',
    );
    const decision = decided([first, second], '2026-02-03T09:00:00Z', policyOf([two, watch]), { open });
    expect(decision).toMatchObject({ kind: 'change', reason: 'new-evidence' });
    expect(alertOf(decision).lines.map(({ line }) => line)).toEqual(['two', 'watch']);
    expect(alertOf(decision).pendingNotice).toBeUndefined();
  });
});

describe('what an alert keeps of where it goes', () => {
  const live = policyOf([two, { ...three, goesTo: 'tier-above' }]);

  it('is who each line goes to, and the teams of the family', () => {
    const opened = aLifeEvent('opened', '2026-01-20', {
      event: 'case-opened',
      caseKind: 'child-in-need',
      team: 'south',
    });
    const told = [first, second, { ...third, team: 'north' }];
    const raised = alertOf(decisionOn(aFamilyWith([opened], ...told), '2026-02-10T09:01:00Z', { live }));
    expect(raised.lines.map(({ line, goesTo }) => [line, goesTo])).toEqual([
      ['two', 'team'],
      ['three', 'tier-above'],
    ]);
    expect(raised).toMatchObject({ team: 'north', allocatedTeam: 'south' });
    const closed = aLifeEvent('closed', '2026-02-20', {
      event: 'case-closed',
      caseKind: 'child-in-need',
    });
    const decision = decisionOn(aFamilyWith([opened, closed], ...told), '2026-02-20T09:00:00Z', {
      live,
      open: raised,
    });
    expect(decision).toMatchObject({ kind: 'change', reason: 'team-changed', alert: { team: 'north' } });
    expect(alertOf(decision)).not.toHaveProperty('allocatedTeam');
  });
});
