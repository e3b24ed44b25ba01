import { describe, expect, it } from 'vitest';
import { Alert } from '../../core/alert/alert.ts';
import { AlertState, isOpen, statesBefore } from '../../core/alert/alert-states.ts';
import { Decision, StandDown } from '../../core/alert/decision.ts';
import { close, decide, mergeInto, standDown } from '../../core/alert/end-alert.ts';
import { markSent } from '../../core/alert/mark-sent.ts';
import { anAlert, asSent } from '../support/an-alert.ts';

const at = '2026-11-03T10:00:00.000Z';
const decision: Decision = {
  decision: 'assessment',
  levelApplied: 3,
  label: 'useful',
  decidedBy: 'person-1',
};

const open = anAlert();
const sent = asSent(open, '2026-11-02T10:01:00.000Z');
const endings = [
  { state: 'decided', end: (alert: Alert) => decide(alert, decision, at) },
  {
    state: 'stood-down',
    end: (alert: Alert) => standDown(alert, { reason: 'evidence-changed', by: 'person-1' }, at),
  },
  { state: 'closed', end: (alert: Alert) => close(alert, at) },
] as const;

describe('the states of an alert', () => {
  it('are six, two of which are open', () => {
    expect(AlertState.options).toEqual(['raised', 'sent', 'decided', 'closed', 'stood-down', 'merged-into']);
    expect(AlertState.options.filter((state) => isOpen({ state }))).toEqual(['raised', 'sent']);
  });

  it('may come before these transitions', () => {
    expect(statesBefore).toEqual({
      raised: [],
      changed: ['raised', 'sent'],
      sent: ['raised', 'sent', 'decided', 'closed', 'stood-down', 'merged-into'],
      decided: ['raised', 'sent'],
      'stood-down': ['raised', 'sent'],
      closed: ['raised', 'sent'],
      'merged-into': ['raised', 'sent'],
    });
  });
});

describe.each(endings)('an alert that is $state', ({ state, end }) => {
  it.each([open, sent])('was open before, and has nothing more to tell: $state', (before) => {
    const ended = end(before);
    if (!ended.ok) throw new Error(ended.error.code);
    expect(ended.value).toMatchObject({ state, version: before.version + 1, changedAt: at });
    expect(ended.value.notices).toEqual(before.notices);
    expect(ended.value.lines).toEqual(before.lines);
    expect(ended.value).not.toHaveProperty('pendingNotice');
    expect(Alert.parse(ended.value)).toEqual(ended.value);
  });

  it.each(['decided', 'closed', 'stood-down'] as const)('was not %s before', (before) => {
    expect(end({ ...sent, state: before })).toEqual({
      ok: false,
      error: { code: 'not-open', state: before },
    });
  });
});

describe('an alert that ends in favour of another one', () => {
  it('was open, names the other, and still tells what it had to tell', () => {
    const merged = mergeInto(open, 'ALERT2', at);
    if (!merged.ok) throw new Error(merged.error.code);
    expect(merged.value).toEqual({
      ...open,
      state: 'merged-into',
      mergedInto: 'ALERT2',
      version: open.version + 1,
      changedAt: at,
    });
    expect(open.pendingNotice).toBeDefined();
    expect(Alert.parse(merged.value)).toEqual(merged.value);
  });

  it('tells nothing more where it had told all', () => {
    const merged = mergeInto(sent, 'ALERT2', at);
    expect(merged.ok && merged.value).not.toHaveProperty('pendingNotice');
  });

  it.each(['decided', 'closed', 'stood-down', 'merged-into'] as const)('was not %s before', (before) => {
    expect(mergeInto({ ...sent, state: before }, 'ALERT2', at)).toEqual({
      ok: false,
      error: { code: 'not-open', state: before },
    });
  });
});

describe('what is kept of the end of an alert', () => {
  it('is the decision, by whom and when', () => {
    const decided = decide(sent, decision, at);
    expect(decided.ok && decided.value.decided).toEqual({ ...decision, decidedAt: at });
    expect(decided.ok && decided.value).not.toHaveProperty('stoodDown');
  });

  it('is the reason why it was stood down, by whom and when', () => {
    const stoodDown = standDown(sent, { reason: 'wrong-family', by: 'person-2' }, at);
    expect(stoodDown.ok && stoodDown.value.stoodDown).toEqual({ reason: 'wrong-family', by: 'person-2', at });
    expect(stoodDown.ok && stoodDown.value).not.toHaveProperty('decided');
  });
});

describe('a notice that was on its way while the alert ended', () => {
  const publication = { sentAt: at, recipients: ['person-1'], messageId: 'message-1' };

  it.each(endings)('is kept as sent, and the alert stays $state', ({ state, end }) => {
    const ended = end(open);
    if (!ended.ok) throw new Error(ended.error.code);
    const marked = markSent(ended.value, open.pendingNotice!, publication);
    if (!marked.ok) throw new Error(marked.error.code);
    expect(marked.value).toMatchObject({ state, version: ended.value.version + 1, changedAt: at });
    expect(marked.value.notices.map(({ sequence }) => sequence)).toEqual([1]);
    expect(marked.value).not.toHaveProperty('pendingNotice');
  });

  it('leaves the newer one that took its place to be told, where the alert ended in favour of another', () => {
    const newer = { ...open.pendingNotice!, sequence: 2, reason: 'severity-raised' } as const;
    const merged = mergeInto({ ...open, pendingNotice: newer }, 'ALERT2', at);
    if (!merged.ok) throw new Error(merged.error.code);
    const marked = markSent(merged.value, open.pendingNotice!, publication);
    if (!marked.ok) throw new Error(marked.error.code);
    expect(marked.value).toMatchObject({ state: 'merged-into', mergedInto: 'ALERT2', pendingNotice: newer });
    expect(marked.value.notices.map(({ sequence }) => sequence)).toEqual([1]);
    const all = markSent(marked.value, newer, publication);
    if (!all.ok) throw new Error(all.error.code);
    expect(all.value.state).toBe('merged-into');
    expect(all.value.notices.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(all.value).not.toHaveProperty('pendingNotice');
  });

  it('takes nothing back any more, though the records had stopped supporting it', () => {
    const unsupported = { ...open, lines: open.lines.map((line) => ({ ...line, unsupportedSince: at })) };
    const ended = close(unsupported, at);
    if (!ended.ok) throw new Error(ended.error.code);
    const marked = markSent(ended.value, open.pendingNotice!, publication);
    expect(marked.ok && marked.value).not.toHaveProperty('pendingNotice');
  });
});

describe('the words of a decision', () => {
  const acting = [
    'assessment',
    'strategy-discussion',
    'pre-birth-assessment',
    'family-help',
    'multi-agency-meeting',
    'legal-planning',
    'other-authority',
    'already-open',
  ];
  const isAccepted = (stated: object): boolean => Decision.safeParse(stated).success;
  const { levelApplied, ...common } = decision;

  it('are eight things to do, without a reason', () => {
    const accepted = acting.filter((one) => isAccepted({ ...common, decision: one }));
    expect(accepted).toEqual(acting);
    expect(isAccepted({ ...common, decision: 'snooze' })).toBe(false);
    expect(isAccepted({ ...common, reason: 'needs-met' })).toBe(false);
  });

  it('are no further action for one of six reasons', () => {
    const reasons = [
      'below-threshold',
      'needs-met',
      'recently-assessed',
      'consent-refused',
      'moved-away',
      'not-substantiated',
    ];
    const nothing = { ...common, decision: 'no-further-action' };
    expect(reasons.filter((reason) => isAccepted({ ...nothing, reason }))).toEqual(reasons);
    expect(isAccepted(nothing)).toBe(false);
    expect(isAccepted({ ...nothing, reason: 'busy' })).toBe(false);
  });

  it('are one of four labels, a level from 1 to 4 if any, and a person by an opaque id', () => {
    const labels = ['useful', 'already-known', 'wrong-family', 'not-a-pattern'];
    expect(labels.filter((label) => isAccepted({ ...common, label }))).toEqual(labels);
    expect(isAccepted({ ...common, label: 'fine' })).toBe(false);
    const levels = [0, 1, 2, 3, 4, 5, 2.5].filter((level) => isAccepted({ ...common, levelApplied: level }));
    expect(levels).toEqual([1, 2, 3, 4]);
    expect(levelApplied).toBe(3);
    expect(isAccepted({ ...common, decidedBy: 'Jo Bloggs' })).toBe(false);
    expect(isAccepted({ ...common, note: 'free text' })).toBe(false);
  });

  it('are four reasons to stand an alert down', () => {
    const reasons = ['evidence-changed', 'raised-in-error', 'wrong-family', 'test'];
    const accepted = reasons.filter((reason) => StandDown.safeParse({ reason, by: 'person-1' }).success);
    expect(accepted).toEqual(reasons);
    expect(StandDown.safeParse({ reason: 'busy', by: 'person-1' }).success).toBe(false);
    expect(StandDown.safeParse({ reason: 'test', by: 'Jo Bloggs' }).success).toBe(false);
  });
});
