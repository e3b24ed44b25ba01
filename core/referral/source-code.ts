import * as z from 'zod';

/**
 * Who made a referral, in the statutory list of the children in need census
 * (item N00152 `ReferralSource`). `5D` is the newest code; older data lacks it.
 */
export const SourceCode = z
  .enum([
    '1A',
    '1B',
    '1C',
    '1D',
    '2A',
    '2B',
    '3A',
    '3B',
    '3C',
    '3D',
    '3E',
    '3F',
    '4',
    '5A',
    '5B',
    '5C',
    '5D',
    '6',
    '7',
    '8',
    '9',
    '10',
  ])
  .meta({ id: 'SourceCode', description: 'Referral source, statutory list of the children in need census.' });
export type SourceCode = z.infer<typeof SourceCode>;

/** A family of agencies that counts as one when corroboration is asked for. */
export type AgencyGroup = string;

/** What a reader calls each agency group. */
export const agencyGroupTitles: Readonly<Record<AgencyGroup, string>> = {
  '1': 'individuals',
  '2': 'education',
  '3': 'health',
  '4': 'housing',
  '5': 'council services',
  '6': 'police',
  '7': 'courts and probation',
  '8': 'other agencies',
  '9': 'anonymous',
};

/**
 * The agency group a source code belongs to: the first character of the code.
 * Social care itself (5A) and another authority (5C) are voices but do not
 * corroborate, and an unknown source (10) is neither: all three have no group.
 */
export function agencyGroupOf(code: SourceCode): AgencyGroup | undefined {
  if (code === '5A' || code === '5C' || code === '10') return undefined;
  return code.charAt(0);
}

/** Whether the source is a lay person: family, acquaintance, self or another individual (codes 1*). */
export const isLay = (code: SourceCode): boolean => code.startsWith('1') && code !== '10';
