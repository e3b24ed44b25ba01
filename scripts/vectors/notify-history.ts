import type { Alert } from '../../core/alert/alert.ts';
import { decideAlert } from '../../core/alert/decide-alert.ts';
import { markSent } from '../../core/alert/mark-sent.ts';
import { examine } from '../../core/pattern/examine.ts';
import type { Instant } from '../../core/time/london.ts';
import type { TimelineReferral } from '../../core/timeline/timeline.ts';
import type { NotifyRow } from './notify-row.ts';
import { oneIsEnough } from './one-is-enough.ts';
import { unitMilliseconds } from './unit.ts';

/** When the family was looked at, which of its referrals stood then, and whether what that led to went out. */
type Look = { readonly at: Instant; readonly standing: readonly number[]; readonly isSent: boolean };

/** What at=0 stands for: noon, so that minutes either way are the same day. */
const base = Date.parse('2026-03-02T12:00:00Z');

/**
 * The alert of a row after its last look, if there is one: made by examining
 * and deciding, one look after another, and never by hand. A piece of evidence
 * is a referral; one that was resolved, or that is no longer told of, was
 * withdrawn. A message of which nobody knows that it went out is one that is
 * still to go out.
 */
export function alertAfter(row: NotifyRow): Alert | undefined {
  const { last, evidenceIds, unit } = row;
  const instantOf = (at: number): Instant => base + Math.round(at * unitMilliseconds[unit]);
  const looks = [
    ...(last === null ? [] : looksBefore(last, row.now)),
    { at: row.now, standing: evidenceIds, isSent: false },
  ].map((look) => ({ ...look, at: instantOf(look.at) }));
  let alert: Alert | undefined;
  for (const [index, look] of looks.entries()) {
    alert = alertOf(look, referralsBy(looks.slice(0, index + 1)), alert);
  }
  return alert;
}

/** What told of no evidence took back what had been told of it: that was one message earlier. */
function looksBefore(
  { at, evidenceIds, resolvedIds }: NonNullable<NotifyRow['last']>,
  now: number,
): readonly Look[] {
  const told = { at: at ?? now, standing: evidenceIds, isSent: at !== null };
  if (evidenceIds.length > 0) return [told];
  return [{ at: told.at - 1, standing: resolvedIds, isSent: true }, told];
}

/** The referrals told of in any of the looks, each made when it was first seen; those that stand in the last one do. */
function referralsBy(looks: readonly Look[]): readonly TimelineReferral[] {
  const madeAt = new Map<number, Instant>();
  for (const { at, standing } of looks) {
    for (const id of standing) if (!madeAt.has(id)) madeAt.set(id, at);
  }
  const standing = looks.at(-1)?.standing ?? [];
  return [...madeAt].map(([id, at]) => ({
    key: `evidence-${id}`,
    source: 'vectors',
    referralId: `${id}`,
    stage: 'contact',
    purpose: 'concern',
    madeAt: new Date(at).toISOString(),
    referrer: { sourceCode: '2A' },
    concerns: [],
    ...(standing.includes(id) ? {} : { withdrawn: 'error' as const }),
  }));
}

function alertOf(
  { at, isSent }: Look,
  referrals: readonly TimelineReferral[],
  open: Alert | undefined,
): Alert | undefined {
  const decision = decideAlert({
    finding: examine([{ timelineId: 'row', referrals, lifeEvents: [] }], oneIsEnough, at),
    isComplete: true,
    open,
    since: undefined,
    subject: { familyId: 'row', alertId: 'row', epoch: 1, team: undefined, allocatedTeam: undefined },
    policy: oneIsEnough.policy,
  });
  const alert = decision.kind === 'nothing' ? open : decision.alert;
  if (!isSent) return alert;
  const notice = alert?.pendingNotice;
  if (alert === undefined || notice === undefined) {
    throw new Error('A row says that somebody was told, where Tideline would have told nobody.');
  }
  const sent = markSent(alert, notice, {
    sentAt: new Date(at).toISOString(),
    recipients: ['person'],
    messageId: 'message',
  });
  if (!sent.ok) throw new Error('A notice was recorded as sent twice.');
  return sent.value;
}
