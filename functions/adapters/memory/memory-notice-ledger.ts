import type { Alert } from '../../../core/alert/alert.ts';
import { ledgerDueAt } from '../../../core/alert/ledger-due-at.ts';
import type { AlertEvent } from '../../../core/ports/alerts.ts';
import type { UnseenNotice } from '../../../core/ports/due-work.ts';
import type { NoticeLedger } from '../../../core/ports/notice-ledger.ts';
import type { NoticeTold } from '../../../core/ports/notifier.ts';
import { isoInstant } from '../../../core/time/london.ts';
import { frozenCopy } from './frozen-copy.ts';
import { type Conflicts, insist, type LedgerEntry, type MemoryState } from './memory-state.ts';

const keyOf = ({ alertId, sequence }: NoticeTold): string => `${alertId}#${sequence}`;

/** The ledger of notices in memory. */
export const memoryNoticeLedger = (state: MemoryState, conflicts: Conflicts): NoticeLedger => ({
  see: async (notice, { at }) => {
    insist(conflicts, 'The ledger', { operation: 'see', id: notice.alertId });
    const { dueAt: _seen, ...before } = state.ledger.get(keyOf(notice)) ?? { notice };
    keep(state, { ...before, seenAt: before.seenAt ?? isoInstant(at) });
  },
  isSeen: async (notice) => state.ledger.get(keyOf(notice))?.seenAt !== undefined,
});

/** The ledger is to see the notice which an event says was sent. */
export function awaitInLedger(state: MemoryState, { alertId, notices }: Alert, { event }: AlertEvent): void {
  const sent = notices.at(-1);
  if (event !== 'sent' || sent === undefined) return;
  const { sentAt, sequence } = sent;
  const notice = { alertId, sequence };
  keep(state, { ...state.ledger.get(keyOf(notice)), notice, sentAt, dueAt: ledgerDueAt(sent) });
}

/** Compares a notice with the ledger, and makes it due again where the ledger has not seen it. */
export function compareInMemory(
  state: MemoryState,
  item: UnseenNotice,
  nextDueAt: string,
): 'seen' | 'unseen' | 'gone' {
  const entry = state.ledger.get(keyOf(item));
  if (entry?.dueAt !== item.dueAt) return 'gone';
  const { dueAt: _found, ...settled } = entry;
  if (entry.seenAt !== undefined) {
    keep(state, settled);
    return 'seen';
  }
  keep(state, { ...settled, dueAt: nextDueAt });
  return 'unseen';
}

/** What is due to be compared. */
export const unseenInMemory = ({ ledger }: MemoryState): readonly UnseenNotice[] =>
  [...ledger.values()].flatMap(({ notice: { alertId, sequence }, dueAt }) =>
    dueAt === undefined ? [] : [{ kind: 'unseen-notice' as const, alertId, sequence, dueAt }],
  );

function keep(state: MemoryState, entry: LedgerEntry): void {
  state.ledger.set(keyOf(entry.notice), frozenCopy(entry));
}
