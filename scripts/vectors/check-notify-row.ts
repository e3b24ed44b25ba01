import type { PendingNotice } from '../../core/alert/alert.ts';
import { type Outcome, succeed } from '../../core/outcome.ts';
import { comparing, type RowCheck } from './compare.ts';
import { type Inexpressible, inexpressible } from './inexpressible.ts';
import { alertAfter } from './notify-history.ts';
import type { NotifyRow } from './notify-row.ts';
import { errorFromUnreadableAlert } from './unreadable-alert.ts';

/** Reasons of ours in the words of the rows. */
const neutralReasons: Readonly<Record<PendingNotice['reason'], string>> = {
  'line-crossed': 'first',
  'found-late': 'first',
  'severity-raised': 'severity-raised',
  'evidence-changed': 'stand-down',
};

/**
 * Runs a row through the decision whom to tell, and compares whether somebody
 * is told, and why where the source's own test asserts that too. Somebody is
 * told where a notice is waiting to go out, whether or not it is a new one.
 */
export async function checkNotifyRow(row: NotifyRow): Promise<Outcome<RowCheck, Inexpressible>> {
  const { compare, checked } = comparing();
  const { notify, neutralReason, reasonAsserted } = row.expect;
  if (row.last !== null && [...row.last.evidenceIds, ...row.last.resolvedIds].length === 0) {
    return inexpressible('a message that told of nothing');
  }
  if (row.expectError !== undefined) {
    compare('the error', await errorFromUnreadableAlert(row.expectError), row.expectError);
    return succeed({ orders: 1, ...checked() });
  }
  const notice = alertAfter(row)?.pendingNotice;
  compare('somebody is told', notice !== undefined, notify);
  if (reasonAsserted) {
    compare('the reason', notice === undefined ? 'none' : neutralReasons[notice.reason], neutralReason);
  }
  return succeed({ orders: 1, ...checked() });
}
