import type { Agenda } from '../kernel/agenda.ts';
import type { Random } from '../story/random.ts';
import type { Lambda } from './lambda.ts';

export type QueueOptions = {
  readonly agenda: Agenda;
  readonly lambda: Lambda;
  readonly random: Random;
  readonly isSwitchedOff: () => boolean;
  /** Whether a message that was taken away is brought once more. */
  readonly isBroughtTwice: () => boolean;
  /** Told of each message that was read too often. */
  readonly setAside: (body: string) => void;
};

export type Queue = {
  readonly send: (body: string) => void;
  readonly waiting: () => number;
};

type Message = { readonly id: string; readonly body: string; visibleAt: number; receives: number };

/** As lib/ has them. */
const visibilityTimeout = 60_000;
const readsBeforeSetAside = 10;
const batchSize = 10;

/**
 * A standard queue and its mapping: no order, at least once, a message again when
 * it was not taken away in time, and set aside when it was read too often.
 */
export function createQueue(options: QueueOptions): Queue {
  const { agenda, lambda, random } = options;
  const messages: Message[] = [];
  let sent = 0;
  let isPlanned = false;

  const plan = (instant: number): void => {
    if (isPlanned) return;
    isPlanned = true;
    agenda.at(instant, () => {
      isPlanned = false;
      void read().finally(() => {
        if (messages.length > 0)
          plan(Math.max(agenda.now() + 100, Math.min(...messages.map(({ visibleAt }) => visibleAt))));
      });
    });
  };
  const remove = (message: Message): void => {
    if (options.isBroughtTwice()) message.visibleAt = agenda.now() + random.int(100, 5_000);
    else messages.splice(messages.indexOf(message), 1);
  };
  const read = async (): Promise<void> => {
    if (options.isSwitchedOff()) {
      await agenda.sleep(30_000);
      return;
    }
    for (const old of messages.filter(
      ({ receives, visibleAt }) => receives >= readsBeforeSetAside && visibleAt <= agenda.now(),
    )) {
      messages.splice(messages.indexOf(old), 1);
      options.setAside(old.body);
    }
    const visible = messages.filter(({ visibleAt }) => visibleAt <= agenda.now());
    const batch = random.shuffled(visible).slice(0, batchSize);
    if (batch.length === 0) return;
    for (const message of batch) {
      message.receives += 1;
      message.visibleAt = agenda.now() + visibilityTimeout;
    }
    const Records = batch.map(({ id, body }) => ({ messageId: id, body }));
    const invoked = await lambda.invoke('keep-ledger', { Records });
    if (invoked.code !== 'answered') return;
    const { batchItemFailures = [] } = (invoked.answer ?? {}) as {
      readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
    };
    const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    for (const message of batch) if (!failed.includes(message.id)) remove(message);
  };

  return {
    send: (body) => {
      sent += 1;
      messages.push({ id: `queued-${sent}`, body, visibleAt: agenda.now(), receives: 0 });
      plan(agenda.now() + random.int(50, 1_000));
    },
    waiting: () => messages.length,
  };
}
