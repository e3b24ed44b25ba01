import type { Agenda } from '../kernel/agenda.ts';
import type { FaultsInForce } from '../kernel/faults-in-force.ts';
import type { Delivery, Publication } from '../services/topic.ts';
import type { Guarantees } from './guarantee.ts';

const second = 1_000;
/** A sender that was slow, died or waited for an answer may publish what it has the slot for no more. */
const faultsFeltFor = 120_000;

/** What must hold of messages: to whom, how close together, and that none comes twice without a cause. */
export function createMessageGuarantees({ hold }: Guarantees, agenda: Agenda, faults: FaultsInForce) {
  const told = new Map<string, number>();
  const lastTo = new Map<string, number>();
  const arrived = new Map<string, number>();
  let twice = 0;
  let messages = 0;
  let digests = 0;

  const isTroubled = (): boolean => agenda.now() - faults.troubledAt() < faultsFeltFor;

  return {
    wasPublished: (notice: string, person: string): boolean => told.has(`${person} ${notice}`),
    published: ({ at, recipients, notices }: Publication): void => {
      messages += 1;
      if (notices.length > 1) digests += 1;
      hold(
        'message-is-for-somebody',
        recipients.length > 0 && notices.length > 0,
        () => 'a message for nobody',
      );
      hold(
        'digest-is-for-one',
        notices.length === 1 || (notices.length > 5 && recipients.length === 1),
        () => `${notices.length} notices for ${recipients.length} people`,
      );
      const troubled = isTroubled();
      for (const person of recipients) {
        const gap = at - (lastTo.get(person) ?? Number.NEGATIVE_INFINITY);
        if (!troubled)
          hold('a-second-apart', gap >= second, () => `${gap} ms between two messages to ${person}`);
        lastTo.set(person, at);
        for (const notice of notices) {
          const name = `${person} ${notice}`;
          const before = told.get(name);
          told.set(name, at);
          if (before === undefined) continue;
          twice += 1;
          // Whoever sent it may have died, or failed to mark it, whenever it is brought back then.
          const hasCause = faults.troubledAt() >= before - second;
          hold('told-once', hasCause, () => `${person} was told of ${notice} again`);
        }
      }
    },
    delivered: ({ endpoint, notices }: Delivery): void => {
      for (const notice of notices)
        arrived.set(`${endpoint} ${notice}`, (arrived.get(`${endpoint} ${notice}`) ?? 0) + 1);
    },
    hasArrived: (endpoint: string, notice: string): boolean => arrived.has(`${endpoint} ${notice}`),
    counts: () => ({ messages, digests, twice }),
  };
}
