import type { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import { isLay, type SourceCode } from '../../core/referral/source-code.ts';
import type { Life } from './life.ts';
import { rates } from './rates.ts';

type Referrer = ReferralSubmission['referrer'];

const numberFor = (table: Readonly<Record<string, number>>, code: SourceCode): number =>
  table[code] ?? table.otherwise ?? 1;

/** The one who spoke the last time, in this share of calls, or any of so many. */
function speaker(life: Life, key: string, among: number, sameShare: number): number {
  const { random } = life.family;
  const before = life.speakers.get(key);
  if (before !== undefined && random.chance(sameShare)) return before;
  const chosen = random.below(among);
  life.speakers.set(key, chosen);
  return chosen;
}

/** Somebody who calls about this family under a source code, as the front door records them. */
export function callerOf(life: Life, sourceCode: SourceCode): Referrer {
  const { random, number } = life.family;
  if (sourceCode === '9' || sourceCode === '10') return { sourceCode };
  if (isLay(sourceCode)) {
    const person = random.below(numberFor(rates.laypeople.value, sourceCode));
    if (random.chance(rates.personMissing.value.lay)) return { sourceCode };
    return { sourceCode, referrerRef: `p${number}-${sourceCode}-${person}` };
  }
  const organisation = speaker(
    life,
    sourceCode,
    numberFor(rates.organisations.value, sourceCode),
    rates.sameOrganisation.value,
  );
  const organisationRef = `org-${sourceCode}-${organisation}`;
  const person = speaker(
    life,
    organisationRef,
    numberFor(rates.professionals.value, sourceCode),
    numberFor(rates.samePerson.value, sourceCode),
  );
  return {
    sourceCode,
    ...(random.chance(rates.organisationMissing.value) ? {} : { organisationRef }),
    ...(random.chance(rates.personMissing.value.professional)
      ? {}
      : { referrerRef: `${organisationRef}-${person}` }),
  };
}

/** Professionals who keep office hours; everybody else calls on any day. */
export const keepsOfficeHours = (code: SourceCode): boolean =>
  !isLay(code) && code !== '6' && code !== '9' && code !== '3E';
