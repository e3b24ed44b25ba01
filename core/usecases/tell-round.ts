import { loudestOf } from '../alert/loudest.ts';
import type { PersonId } from '../alert/roster.ts';
import { renderDigest } from '../message/render-digest.ts';
import { renderNotice } from '../message/render-notice.ts';
import type { Notification } from '../ports/notifier.ts';
import { type Instant, isoInstant } from '../time/london.ts';
import { recordSent } from './record-sent.ts';
import {
  messageSpacingMilliseconds,
  mostSingleNotices,
  type NoticeToSend,
  noticeSent,
  type SendingBatch,
} from './sending-batch.ts';

/** How long nothing more is sent to somebody who was sent a digest: a burst that goes on is one digest a minute. */
const quietMilliseconds = 60_000;

/** So long before its end the lease is taken to be over: what is being sent then must be sent before it is. */
const leaseMarginMilliseconds = 10_000;

/** How many alerts are marked at a time. */
const markedTogether = 20;

/** Notices, everybody they are meant for, and until when the slots of all of these are held. */
export type Round = {
  readonly round: readonly NoticeToSend[];
  readonly people: readonly PersonId[];
  readonly until: Instant;
};

/** What one person is still to be sent: messages in order, each of one notice or of all. */
type Queue = { readonly person: PersonId; readonly messages: (readonly NoticeToSend[])[] };

/** How the round stands. */
type Progress = {
  /** For each alert, the messages that told of it, by person. */
  readonly told: Map<string, Map<PersonId, string>>;
  /** When each person may be sent the next message. */
  readonly freeAt: Map<PersonId, Instant>;
  /** Alerts of which something was noted. */
  readonly settled: Set<string>;
};

/**
 * Tells each person of the notices that are meant for them: of more than five
 * in one message, of fewer in one each, a second apart. Once everybody was told of
 * a notice it is recorded as sent; a crash before that tells of it again.
 * In the end the slots are released. Answers which alerts it has noted something of.
 */
export async function tellRound(
  batch: SendingBatch,
  { round, people, until }: Round,
): Promise<ReadonlySet<string>> {
  const { clock, delay, pace, note } = batch;
  const progress: Progress = { told: new Map(), freeAt: new Map(), settled: new Set() };
  const queues = people.map((person) => queueOf(person, round));
  for (;;) {
    await Promise.all(queues.map((queue) => sendNext(batch, queue, progress)));
    await recordTold(batch, round, progress);
    if (queues.every(({ messages }) => messages.length === 0)) break;
    if (clock.now() + messageSpacingMilliseconds > until - leaseMarginMilliseconds) break;
    await delay(messageSpacingMilliseconds);
  }
  for (const { alert } of round.filter((one) => !progress.settled.has(one.alert.alertId))) {
    progress.settled.add(alert.alertId);
    note({ code: 'waiting', alertId: alert.alertId });
  }
  for (const [person, freeAt] of progress.freeAt) {
    // One that cannot be released becomes free by itself, when the lease ends.
    await pace.release([person], until, freeAt).catch(() => undefined);
    batch.taken.set(person, freeAt);
  }
  return progress.settled;
}

function queueOf(person: PersonId, round: readonly NoticeToSend[]): Queue {
  const theirs = round.filter(({ people }) => people.includes(person));
  return {
    person,
    messages: theirs.length > mostSingleNotices ? [theirs] : theirs.map((one) => [one]),
  };
}

/** Sends somebody the next of their messages, if there is one. Where that fails, what it tells of has failed. */
async function sendNext(
  { notifier, clock, note }: SendingBatch,
  { person, messages }: Queue,
  { told, freeAt, settled }: Progress,
): Promise<void> {
  const message = messages.shift();
  if (message === undefined) return;
  const isDigest = message.length > 1;
  try {
    const { messageId } = await notifier.publish(notificationOf(message, person));
    for (const { alert } of message) {
      told.set(alert.alertId, new Map([...(told.get(alert.alertId) ?? []), [person, messageId]]));
    }
    if (isDigest) note({ code: 'digest-sent', notices: message.length });
    freeAt.set(person, clock.now() + (isDigest ? quietMilliseconds : messageSpacingMilliseconds));
  } catch (error) {
    // It may have been taken all the same.
    freeAt.set(person, clock.now() + messageSpacingMilliseconds);
    for (const { alert } of message.filter((one) => !settled.has(one.alert.alertId))) {
      settled.add(alert.alertId);
      note({ code: 'failed', alertId: alert.alertId, error });
    }
  }
}

const notificationOf = (message: readonly NoticeToSend[], person: PersonId): Notification => {
  const [first] = message;
  if (first === undefined) throw new Error('A message that tells of nothing was to be sent.');
  return {
    notices: message.map(({ alert, notice }) => ({ alertId: alert.alertId, sequence: notice.sequence })),
    severity: loudestOf(message.map(({ notice }) => notice.severity)),
    recipients: [person],
    rendered: message.length > 1 ? renderDigest(message) : renderNotice(first.alert, first.notice),
  };
};

/** Records the notices that all their recipients have been told of by now. */
async function recordTold(
  batch: SendingBatch,
  round: readonly NoticeToSend[],
  { told, settled }: Progress,
): Promise<void> {
  const complete = round.filter(
    ({ alert, people }) =>
      !settled.has(alert.alertId) && people.every((person) => told.get(alert.alertId)?.has(person)),
  );
  for (let from = 0; from < complete.length; from += markedTogether) {
    await Promise.all(
      complete.slice(from, from + markedTogether).map(async (one) => {
        const { alertId } = one.alert;
        settled.add(alertId);
        const messageId = [...new Set(told.get(alertId)?.values())].join(',');
        const sentAt = isoInstant(batch.clock.now());
        try {
          await recordSent(batch.alerts, alertId, one.notice, { sentAt, recipients: one.people, messageId });
          batch.note(noticeSent(one));
        } catch (error) {
          batch.note({ code: 'failed', alertId, error });
        }
      }),
    );
  }
}
