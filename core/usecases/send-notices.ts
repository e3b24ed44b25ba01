import type { PersonId } from '../alert/roster.ts';
import { renderNotice } from '../message/render-notice.ts';
import { compareSeverity, type Severity } from '../policy/policy.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import { recordSent } from './record-sent.ts';
import { sendDigests } from './send-digests.ts';
import {
  freeAgainAt,
  messageSpacingMilliseconds,
  mostSingleNotices,
  type NoticeOutcome,
  type NoticeToSend,
  noticeSent,
  noticeToSend,
  type SendingBatch,
  type SendingSurroundings,
} from './sending-batch.ts';

/** How long one go waits for slots to become free. */
const patienceMilliseconds = 20_000;

/**
 * How long a slot is held for one message, unless it is released: longer than
 * publishing takes, so that the next message does not go out before this one has.
 */
const publishingMilliseconds = 3_000;

/** A notice of which at least one recipient may not be sent anything before an instant. */
type Waiting = {
  readonly alertId: string;
  readonly severity: Severity;
  readonly people: readonly PersonId[];
  readonly freeAt: Instant;
};

/**
 * Sends what some alerts have pending: resolves who is told, takes their slots,
 * renders, publishes, and then records that it was sent. A crash between the
 * last two sends it twice rather than never. A notice whose recipients were sent
 * something within the last second waits; where more than five wait for one
 * person, everything that is pending for them goes out as one message. What
 * cannot go out within the patience of one go stays pending and due. What
 * fails is noted, stays pending and due, and holds up no other.
 */
export async function sendNotices(
  surroundings: SendingSurroundings,
  alertIds: readonly string[],
  note: (outcome: NoticeOutcome) => void,
): Promise<void> {
  let reachable: Promise<ReadonlySet<PersonId>> | undefined;
  const batch: SendingBatch = {
    ...surroundings,
    reachable: () => {
      reachable ??= surroundings.reachability.reachable();
      return reachable;
    },
    deadline: surroundings.clock.now() + patienceMilliseconds,
    taken: new Map(),
    note,
  };
  const waiting = await sendEach(batch, alertIds);
  await sendWaiting(batch, isSomebodyCrowded(waiting) ? await afterDigests(batch, waiting) : waiting);
}

const isSomebodyCrowded = (waiting: readonly Waiting[]): boolean =>
  [
    ...Map.groupBy(
      waiting.flatMap(({ people }) => people),
      (person) => person,
    ).values(),
  ].some(({ length }) => length > mostSingleNotices);

/** What still waits after everything that can has gone out in digests. */
async function afterDigests(batch: SendingBatch, waiting: readonly Waiting[]): Promise<readonly Waiting[]> {
  const ids = waiting.map(({ alertId }) => alertId);
  try {
    const settled = await sendDigests(batch, ids);
    return await sendEach(
      batch,
      ids.filter((alertId) => !settled.has(alertId)),
    );
  } catch (error) {
    for (const alertId of ids) batch.note({ code: 'failed', alertId, error });
    return [];
  }
}

/** One message after another, the loudest first, each as soon as its recipients may be sent it. */
async function sendWaiting(batch: SendingBatch, given: readonly Waiting[]): Promise<void> {
  let waiting = [...given].sort((a, b) => compareSeverity(b.severity, a.severity));
  for (;;) {
    const wakeAt = Math.min(...waiting.map(({ freeAt }) => freeAt));
    if (wakeAt > batch.deadline) break;
    await batch.delay(Math.max(0, wakeAt - batch.clock.now()));
    const ready = waiting.filter(({ freeAt }) => freeAt <= wakeAt);
    const later = waiting.filter(({ freeAt }) => freeAt > wakeAt);
    const still = await sendEach(
      batch,
      ready.map(({ alertId }) => alertId),
    );
    waiting = [...still, ...later].sort((a, b) => compareSeverity(b.severity, a.severity));
  }
  for (const { alertId } of waiting) batch.note({ code: 'waiting', alertId });
}

/**
 * Sends those whose recipients may be sent something now; the others are given
 * back. However long it takes to look at many, each person is sent one at most, and
 * nothing once something waits for them: whether too many wait is seen first.
 */
async function sendEach(batch: SendingBatch, alertIds: readonly string[]): Promise<readonly Waiting[]> {
  const waiting: Waiting[] = [];
  const busy = new Map<PersonId, Instant>();
  for (const alertId of alertIds) {
    try {
      const toSend = await pendingOf(batch, alertId);
      if (toSend === undefined) continue;
      const { people } = toSend;
      const known = people.flatMap((person) => busy.get(person) ?? []);
      const freeAt = known.length > 0 ? Math.max(...known) : await sendUnlessBusy(batch, toSend);
      for (const person of people) {
        const until = batch.taken.get(person);
        if (until !== undefined && until > batch.clock.now()) busy.set(person, until);
      }
      if (freeAt === undefined) continue;
      waiting.push({ alertId, severity: toSend.notice.severity, people, freeAt });
    } catch (error) {
      batch.note({ code: 'failed', alertId, error });
    }
  }
  return waiting;
}

async function pendingOf(batch: SendingBatch, alertId: string): Promise<NoticeToSend | undefined> {
  const alert = await batch.alerts.alert(alertId);
  if (alert === undefined) throw new Error('The stream tells of an alert that the table does not hold.');
  const resolved = await noticeToSend(batch, alert);
  if (resolved.ok) return resolved.value;
  batch.note({ ...resolved.error, alertId });
  return undefined;
}

/** Publishes a notice in one message to all its recipients and records it; or says when they may next be sent something. */
async function sendUnlessBusy(batch: SendingBatch, toSend: NoticeToSend): Promise<Instant | undefined> {
  const { alerts, notifier, clock } = batch;
  const { alert, notice, people } = toSend;
  const slots = await takeSlots(batch, people);
  if (slots.code === 'busy') return slots.freeAt;
  let wentOutAt: Instant | undefined;
  try {
    const { messageId } = await notifier.publish({
      notices: [{ alertId: alert.alertId, sequence: notice.sequence }],
      severity: notice.severity,
      recipients: people,
      rendered: renderNotice(alert, notice),
    });
    wentOutAt = clock.now();
    const publication = { sentAt: isoInstant(wentOutAt), recipients: people, messageId };
    await recordSent(alerts, alert.alertId, notice, publication);
  } finally {
    // Where publishing failed, it may have gone out all the same.
    await freeSlots(batch, people, slots.until, (wentOutAt ?? clock.now()) + messageSpacingMilliseconds);
  }
  batch.note(noticeSent(toSend));
  return undefined;
}

/** Makes slots free at an instant. Those that cannot be released become free by themselves. */
async function freeSlots(
  { pace, taken }: SendingBatch,
  people: readonly PersonId[],
  until: Instant,
  freeAt: Instant,
): Promise<void> {
  for (const person of people) taken.set(person, freeAt);
  await pace.release(people, until, freeAt).catch(() => undefined);
}

type Slots =
  | { readonly code: 'taken'; readonly until: Instant }
  | { readonly code: 'busy'; readonly freeAt: Instant };

/** Takes the slots of people for one message; otherwise says when to ask again. */
async function takeSlots({ pace, clock, taken }: SendingBatch, people: readonly PersonId[]): Promise<Slots> {
  const at = clock.now();
  const known = Math.max(...people.map((person) => taken.get(person) ?? at));
  if (known > at) return { code: 'busy', freeAt: known };
  const until = at + publishingMilliseconds;
  const claim = await pace.claim(people, at, until);
  if (claim.code === 'claimed') return { code: 'taken', until };
  for (const [person, freeAt] of claim.takenUntil) taken.set(person, freeAt);
  return { code: 'busy', freeAt: freeAgainAt(claim.takenUntil, at) };
}
