import type { SourceCode } from '../referral/source-code.ts';

/** What a reader calls each source code, after the statutory list. */
export const sourceTitles: Readonly<Record<SourceCode, string>> = {
  '1A': 'family member, relative or carer',
  '1B': 'acquaintance',
  '1C': 'self',
  '1D': 'another individual',
  '2A': 'school',
  '2B': 'education service',
  '3A': 'GP',
  '3B': 'health visitor',
  '3C': 'school nurse',
  '3D': 'primary health service',
  '3E': 'emergency department',
  '3F': 'health service',
  '4': 'housing',
  '5A': 'social care',
  '5B': 'council service',
  '5C': 'another authority',
  '5D': 'early help',
  '6': 'police',
  '7': 'court, probation or other legal agency',
  '8': 'other agency',
  '9': 'anonymous',
  '10': 'unknown source',
};
