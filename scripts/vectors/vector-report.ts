import type { RowCheck } from './compare.ts';

type Differing = { readonly id: string; readonly differences: readonly string[] };
type Reasoned = { readonly id: string; readonly reason: string };

/** What came of all rows. Every row is in exactly one of these. */
export type VectorReport = {
  readonly files: readonly string[];
  readonly agreed: readonly ({ readonly id: string } & Omit<RowCheck, 'differences'>)[];
  /** Also a row that is meant to be run and cannot be read, and one that agrees though it was decided that it differs. */
  readonly differed: readonly Differing[];
  /** Differs, and it was decided that it does. */
  readonly accepted: readonly (Differing & Reasoned)[];
  /** Meant to be run, and nothing here can put it in the product's words. */
  readonly notRun: readonly Reasoned[];
  /** Not meant to be run. */
  readonly skipped: readonly Reasoned[];
};

/** Whether something was compared, and every row that is meant to be run agreed but for what was decided. */
export const isSound = ({ agreed, differed, notRun }: VectorReport): boolean =>
  agreed.length > 0 && differed.length === 0 && notRun.length === 0;

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** The report for a person to read. */
export function describeReport(report: VectorReport): string {
  const { files, agreed, differed, accepted, notRun, skipped } = report;
  const usable = agreed.length + differed.length + accepted.length + notRun.length;
  return [
    ...agreed.map(
      ({ id, orders, comparisons }) => `agreed   ${id}: ${comparisons} comparisons in ${orders} orders`,
    ),
    ...skipped.map(({ id, reason }) => `skipped  ${id}: ${reason}`),
    ...accepted.flatMap(({ id, differences, reason }) => [
      ...differences.map((difference) => `accepted ${id}: ${difference}`),
      `         by decision: ${reason}`,
    ]),
    ...notRun.map(({ id, reason }) => `NOT RUN  ${id}: ${reason}`),
    ...differed.flatMap(({ id, differences }) =>
      differences.map((difference) => `DIFFERED ${id}: ${difference}`),
    ),
    '',
    `${files.length} files, ${usable} usable rows: ${agreed.length} agreed ` +
      `(${total(agreed.map(({ comparisons }) => comparisons))} comparisons in ` +
      `${total(agreed.map(({ orders }) => orders))} orders), ${accepted.length} differ by decision, ` +
      `${notRun.length} not run, ${differed.length} differed. ${skipped.length} rows are not usable.`,
    ...(agreed.length === 0 ? ['Nothing was checked.'] : []),
  ].join('\n');
}
