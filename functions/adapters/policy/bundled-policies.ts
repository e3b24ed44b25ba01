import * as z from 'zod';
import type { LivePolicy } from '../../../core/policy/policy.ts';
import defaultPolicy from '../../../policies/default.json' with { type: 'json' };
import samplePolicy from '../../../policies/sample.json' with { type: 'json' };
import sensitivePolicy from '../../../policies/sensitive.json' with { type: 'json' };
import { livePolicyFrom } from './live-policy.ts';

/** The policies that come with the product, by the name a stage configures. */
export const BundledPolicyName = z.enum(['default', 'sensitive', 'sample']);
export type BundledPolicyName = z.infer<typeof BundledPolicyName>;

const documents: Readonly<Record<BundledPolicyName, unknown>> = {
  default: defaultPolicy,
  sensitive: sensitivePolicy,
  sample: samplePolicy,
};

/** One of the bundled policies. Throws where the file is not a policy. */
export const bundledPolicy = (name: BundledPolicyName): LivePolicy => livePolicyFrom(documents[name]);
