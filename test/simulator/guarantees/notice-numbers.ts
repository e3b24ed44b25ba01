import type { AlertItem, Item } from './table-at-rest.ts';

const noticeReasons = ['line-crossed', 'found-late', 'severity-raised', 'evidence-changed'];

/**
 * The numbers of an alert's notices that are missing, or there twice, without a
 * reason. A notice that a further crossing replaced before it went out leaves its
 * number behind: then the history tells of a change that called for it, and no
 * notice that is known was wanted at that instant. Or it was called for as the one
 * before it went out, because meanwhile that one no longer said what is so.
 */
export function numbersMissing(alert: AlertItem, history: readonly Item[]): readonly number[] {
  const { notices, pendingNotice } = alert;
  const known = [...notices, ...(pendingNotice === undefined ? [] : [pendingNotice])];
  const numbers = known.map(({ sequence }) => sequence);
  const twice = numbers.filter((number, index) => numbers.indexOf(number) !== index);
  const missing = Array.from({ length: Math.max(0, ...numbers) }, (_, index) => index + 1).filter(
    (number) => !numbers.includes(number) && !followedASending(alert, history, number),
  );
  const wanted = new Set(known.map(({ wantedAt }) => wantedAt));
  const replaced = history.filter(
    ({ event, reason, at }) =>
      (event === 'raised' || event === 'changed') &&
      noticeReasons.includes(String(reason)) &&
      !wanted.has(String(at)),
  );
  return [...twice, ...missing.slice(replaced.length)];
}

function followedASending({ notices }: AlertItem, history: readonly Item[], number: number): boolean {
  const before = notices.find(({ sequence }) => sequence === number - 1);
  const entry = history.find(
    ({ event, notice }) => event === 'sent' && (notice as Item | undefined)?.sequence === number - 1,
  );
  if (before === undefined || entry === undefined) return false;
  const lines = entry.lines as readonly Item[];
  return before.reason === 'evidence-changed' || lines.every((line) => line.unsupportedSince !== undefined);
}
