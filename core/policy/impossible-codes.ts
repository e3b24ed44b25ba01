import { agencyGroupOf, isLay, SourceCode } from '../referral/source-code.ts';
import type { CountCondition } from './condition.ts';

/** Whether a referral with this code can tell by a reference who made it: not an anonymous or an unknown one. */
const canBeIdentified = (code: SourceCode): boolean => code !== '9' && code !== '10';

/** The source codes that can be counted together by a count: all that are selected, or those of one voice or organisation. */
export function codesCountedTogether({
  same,
  pressing,
  of: selection,
}: Pick<CountCondition, 'same' | 'pressing' | 'of'>): readonly (readonly SourceCode[])[] {
  const codes = selection?.sourceCodes ?? SourceCode.options;
  if (same === undefined && pressing === undefined) return [codes];
  const identified = codes.filter(canBeIdentified);
  if (same === undefined) return [identified];
  const organisations = identified.filter((code) => !isLay(code));
  // A lay person is one voice, an organisation another: they are never counted together.
  return same === 'organisation' ? [organisations] : [organisations, identified.filter(isLay)];
}

/** How many agency groups these source codes can give. */
export const agencyGroupsOf = (codes: readonly SourceCode[]): number =>
  new Set(codes.map(agencyGroupOf).filter((group) => group !== undefined)).size;

/** How many voices these source codes can give: all anonymous ones are one, an unknown source is none. */
export function voicesOf(codes: readonly SourceCode[]): number {
  if (codes.some(canBeIdentified)) return Number.POSITIVE_INFINITY;
  return codes.includes('9') ? 1 : 0;
}
