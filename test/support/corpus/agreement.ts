import type { Entry, FieldFault, Outcome } from './entry.ts';
import type { Judgement } from './judge.ts';

/**
 * Where what the generator claims and what the judge decided are not the same,
 * in words. One of the two is wrong then. Nothing where they agree.
 */
export function disagreement({ claim }: Pick<Entry, 'claim'>, judgement: Judgement): string | undefined {
  const said =
    judgement.is === 'good' ? 'good' : `${judgement.code ?? 'its rules'} ${namesOf(judgement.faults)}`;
  const claimed =
    claim.is === 'accepted' ? 'good' : `${codeOf(claim, judgement)} ${namesOf(fieldsOf(claim))}`;
  return said === claimed ? undefined : `claimed: ${claimed}; judged: ${said}`;
}

const namesOf = (faults: readonly FieldFault[]): string =>
  faults
    .map(({ field, rule }) => `${field} ${rule}`)
    .toSorted()
    .join(', ');

/** The judge knows the problem where no schema was asked; else a problem follows from the operation. */
const codeOf = (claim: Exclude<Outcome, { is: 'accepted' }>, judgement: Judgement): string =>
  judgement.is === 'bad' && judgement.code === undefined ? 'its rules' : claim.code;

/** Fields as pointers into the whole body. A batch that is too large is told without naming its list. */
function fieldsOf(claim: Exclude<Outcome, { is: 'accepted' }>): readonly FieldFault[] {
  if (claim.is === 'refused') {
    return claim.code === 'batch-too-large' ? [{ field: '/referrals', rule: 'too-many' }] : claim.fields;
  }
  return claim.records.flatMap((faults, index) =>
    faults.map(({ field, rule }) => ({ field: `/referrals/${index}${field}`, rule })),
  );
}
