import { readFile } from 'node:fs/promises';
import path from 'node:path';

const defaultFile = path.resolve(import.meta.dirname, '../policies/default.json');

/**
 * The policy of the sample stage: the default, told in addition which life
 * events reach Tideline for the referrals of the sample's front door. Only an
 * authority can say that of its own systems, so the default says it of none.
 */
export async function samplePolicyText(): Promise<string> {
  const policy = JSON.parse(await readFile(defaultFile, 'utf8'));
  const sample = {
    ...policy,
    id: 'sample',
    reason:
      'The default lines, for a front door that also sends the life events by which a decision is followed.',
    sourcesSendingEvents: [
      {
        source: 'front-door',
        events: ['assessment-started', 'strategy-discussion', 'early-help-accepted'],
      },
    ],
  };
  return `${JSON.stringify(sample, null, 2)}\n`;
}
