import type { Refusal } from './replay-report.ts';

/** Why a record was refused, for a person: the code, and the fields that are at fault. */
export const whyRefused = ({ code, fields }: Refusal): string =>
  code === 'family-unknown'
    ? 'family-unknown: this source has told of no such family yet, so that a life event of it has no address'
    : [code, ...fields].join(', ');
