import { highestSeverity, type Severity } from '../policy/policy.ts';

/** The highest of some severities; a watch, where there is none. */
export const loudestOf = (severities: readonly Severity[]): Severity =>
  highestSeverity(severities) ?? 'watch';
