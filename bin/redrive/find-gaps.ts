import { ledgerDueAt } from '../../core/alert/ledger-due-at.ts';
import type { NoticeTold } from '../../core/ports/notifier.ts';
import { compareAgainAfterMilliseconds } from '../../core/usecases/sweep.ts';
import { dynamoDbDueWork } from '../../functions/adapters/dynamodb/dynamodb-due-work.ts';
import { itemKey } from '../../functions/adapters/dynamodb/item-keys.ts';
import { decodeLedgerRow } from '../../functions/adapters/dynamodb/ledger-rows.ts';
import { readItem } from '../../functions/adapters/dynamodb/read-item.ts';
import type { RedriveWorld } from './redrive-world.ts';

/** A notice that was sent, and that the ledger should have seen by now. */
export type LedgerGap = NoticeTold & { readonly sentAt: string };

/** Those that the sweep has found, and those that it is about to. */
export async function findGaps({ table, clock }: RedriveWorld): Promise<readonly LedgerGap[]> {
  const now = clock.now();
  const gaps: LedgerGap[] = [];
  for (const item of await dynamoDbDueWork(table).dueBy(now + compareAgainAfterMilliseconds)) {
    if (item.kind !== 'unseen-notice') continue;
    const { alertId, sequence } = item;
    const { sentAt, seenAt } = decodeLedgerRow(await readItem(table, itemKey.ledger(alertId, sequence)));
    const isGap = sentAt !== undefined && seenAt === undefined && Date.parse(ledgerDueAt({ sentAt })) <= now;
    if (isGap) gaps.push({ alertId, sequence, sentAt });
  }
  return gaps;
}
