/**
 * The queues in which something that failed waits for a person, as the service
 * stack's outputs `DeadLetters<name>` tell of them, and what waits there.
 */
export const deadLetterQueues = {
  UnexaminedTimelines: 'changes of timelines that examine-family could not work on',
  UnsentAlerts: 'changes of alerts that send-alert could not work on',
  UndeliveredEmail: 'emails that could not be delivered',
  UndeliveredSms: 'text messages that could not be delivered',
  UndeliveredLedger: "messages that did not reach the ledger's queue",
  UnreadLedger: 'messages that the ledger could not keep',
  Parked: 'what was taken out of the other queues again and again',
} as const;

export type QueueName = keyof typeof deadLetterQueues;

export const isQueueName = (name: string): name is QueueName => Object.hasOwn(deadLetterQueues, name);

export const queueNames = Object.keys(deadLetterQueues).filter(isQueueName);

/** What is no queue, and is brought back like one: notices that the ledger has not seen. */
export const ledgerGaps = 'LedgerGaps';
