import { addresseesOf } from '../alert/addressees.ts';
import type { Alert, NoticeReason, PendingNotice } from '../alert/alert.ts';
import {
  type NoRecipient,
  type PersonId,
  type Resolution,
  type Roster,
  recipientsFor,
} from '../alert/roster.ts';
import { canaryRecipient } from '../canary/canary-family.ts';
import { isCanaryAlert } from '../canary/canary-policy.ts';
import type { Outcome } from '../outcome.ts';
import { fail, succeed } from '../outcome.ts';
import type { Alerts } from '../ports/alerts.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Pace } from '../ports/pace.ts';
import type { PendingNotices } from '../ports/pending-notices.ts';
import type { Reachability } from '../ports/reachability.ts';
import type { Clock, Delay } from '../ports/surroundings.ts';
import type { Instant } from '../time/london.ts';

/** A person is sent the next message no sooner than this after the last one. */
export const messageSpacingMilliseconds = 1_000;

/** More than so many notices that wait for one person become one message. */
export const mostSingleNotices = 5;

/** What sending needs. */
export type SendingSurroundings = {
  readonly alerts: Alerts;
  readonly pending: PendingNotices;
  readonly notifier: Notifier;
  readonly roster: Roster;
  readonly reachability: Reachability;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly delay: Delay;
};

/** What came of a notice, or that several went out as one. */
export type NoticeOutcome =
  | {
      readonly code: 'sent';
      readonly alertId: string;
      readonly reason: NoticeReason;
      readonly resolution: Resolution;
    }
  | { readonly code: 'digest-sent'; readonly notices: number }
  /** Its recipients may not be sent anything yet. It stays pending and due. */
  | { readonly code: 'waiting'; readonly alertId: string }
  | { readonly code: 'nothing-pending'; readonly alertId: string }
  /** It stays pending and due, as after a failure. */
  | (NoRecipient & { readonly alertId: string })
  | { readonly code: 'failed'; readonly alertId: string; readonly error: unknown };

/** One go at some alerts: what it needs, and what it has found out. */
export type SendingBatch = SendingSurroundings & {
  /** Who can be reached, read once. */
  readonly reachable: () => Promise<ReadonlySet<PersonId>>;
  /** Nothing is waited for beyond it. */
  readonly deadline: Instant;
  /** Until when slots are known to be taken, so that they are not asked for in vain. */
  readonly taken: Map<PersonId, Instant>;
  readonly note: (outcome: NoticeOutcome) => void;
};

/** A notice that is pending, and whom it is to be told. */
export type NoticeToSend = {
  readonly alert: Alert;
  readonly notice: PendingNotice;
  readonly resolution: Resolution;
  readonly people: readonly PersonId[];
};

/** The notice that an alert has pending, with its recipients as of now. */
export async function noticeToSend(
  batch: SendingBatch,
  alert: Alert,
): Promise<Outcome<NoticeToSend, NoRecipient | { readonly code: 'nothing-pending' }>> {
  const notice = alert.pendingNotice;
  if (notice === undefined) return fail({ code: 'nothing-pending' });
  const resolved = isCanaryAlert(alert) ? succeed(toTheCanary) : await resolve(batch, alert, notice);
  if (!resolved.ok) return resolved;
  const { recipients } = resolved.value;
  return succeed({ alert, notice, resolution: resolved.value, people: recipients.map(({ id }) => id) });
}

/** What is told of a canary's family goes to nobody on the roster, and takes the same way all the same. */
const toTheCanary: Resolution = {
  recipients: [
    { id: canaryRecipient, areaWide: false, teams: [], severities: ['escalate'], channels: ['email'] },
  ],
  reason: 'team',
  unreachable: [],
  standIns: [],
};

async function resolve(
  { roster, reachable, clock }: SendingBatch,
  alert: Alert,
  notice: PendingNotice,
): Promise<Outcome<Resolution, NoRecipient>> {
  const people = { roster, reachable: await reachable(), asOf: clock.now() };
  return recipientsFor(people, notice.severity, addresseesOf(alert, notice));
}

/**
 * When to ask again for slots that were busy at an instant: once the last of
 * those in the way is free, or a second later where it is not known who is.
 */
export const freeAgainAt = (takenUntil: ReadonlyMap<PersonId, Instant>, at: Instant): Instant =>
  takenUntil.size === 0 ? at + messageSpacingMilliseconds : Math.max(...takenUntil.values());

/** What is noted of a notice that every one of its recipients was told of. */
export const noticeSent = ({ alert, notice, resolution }: NoticeToSend): NoticeOutcome => ({
  code: 'sent',
  alertId: alert.alertId,
  reason: notice.reason,
  resolution,
});
