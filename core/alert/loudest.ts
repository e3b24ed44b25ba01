import { compareSeverity, type Severity } from '../policy/policy.ts';

/** The highest of some severities; a watch, where there is none. */
export const loudestOf = (severities: readonly Severity[]): Severity =>
  severities.reduce<Severity>(
    (loudest, severity) => (compareSeverity(severity, loudest) > 0 ? severity : loudest),
    'watch',
  );
