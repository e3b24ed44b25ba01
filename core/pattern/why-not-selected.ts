import type { Selection } from '../policy/selection.ts';
import type { CountableReferral } from './countable-referral.ts';

/** Why a condition passes a referral over, whenever it was made. */
export type NotSelectedReason =
  | 'purpose'
  | 'stage'
  | 'progressed-or-undecided'
  | 'outcome'
  | 'above-level'
  | 'level-not-given'
  | 'concern'
  | 'source';

const countingPurposes: readonly string[] = ['concern', 'challenge'];

/** Whether a referral may count at all: its purpose is a concern or a challenge. */
export const mayCount = ({ purpose }: Pick<CountableReferral, 'purpose'>): boolean =>
  countingPurposes.includes(purpose);

/** A rule of a selection: the reason it passes a referral over, or undefined where it does not. */
type Rule = (referral: CountableReferral, selection: Selection) => NotSelectedReason | undefined;

const rules: readonly Rule[] = [
  ({ purpose }, { purposes = countingPurposes as Selection['purposes'] }) =>
    (purposes as readonly string[]).includes(purpose) ? undefined : 'purpose',
  ({ stage }, { stages }) => (stages === undefined || stages.includes(stage) ? undefined : 'stage'),
  ({ notProgressed }, { screened }) =>
    screened === undefined || notProgressed ? undefined : 'progressed-or-undecided',
  ({ outcome }, { outcomes }) =>
    outcomes === undefined || outcomes.some((one) => one === outcome) ? undefined : 'outcome',
  ({ level: given }, { level }) => {
    if (level === undefined) return undefined;
    if (given === undefined) return level.orNotGiven ? undefined : 'level-not-given';
    return given > level.atMost ? 'above-level' : undefined;
  },
  ({ concerns: told }, { concerns }) =>
    concerns === undefined || told.some((one) => isOneOf(one, concerns)) ? undefined : 'concern',
  ({ sourceCode }, { sourceCodes }) =>
    sourceCodes === undefined || sourceCode === undefined || sourceCodes.includes(sourceCode)
      ? undefined
      : 'source',
];

const isOneOf = (
  { kind, subject }: CountableReferral['concerns'][number],
  wanted: NonNullable<Selection['concerns']>,
): boolean => wanted.kinds.includes(kind) && (wanted.subject === undefined || wanted.subject === subject);

/**
 * The first rule of the selection that the referral does not meet, or
 * undefined where it is selected.
 */
export function whyNotSelected(
  referral: CountableReferral,
  selection: Selection = {},
): NotSelectedReason | undefined {
  for (const rule of rules) {
    const reason = rule(referral, selection);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
