import { fileURLToPath } from 'node:url';
import { fail, type Outcome, succeed } from '../../core/outcome.ts';
import { type LivePolicy, Policy } from '../../core/policy/policy.ts';
import { BundledPolicyName } from '../../functions/adapters/policy/bundled-policies.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { problemLines } from '../replay/input-problem.ts';
import { jsonValue } from '../replay/json-value.ts';
import { readText } from '../replay/read-text.ts';
import { policyProblems, problemLine } from './policy-problems.ts';

/** Why a policy cannot be used, a line for each problem. */
export type Unusable = { readonly code: 'unusable'; readonly problems: readonly string[] };

/** The file of a policy: that of one that comes with Tideline, by its name, else the path that was given. */
export const policyFile = (named: string): string =>
  BundledPolicyName.safeParse(named).success
    ? fileURLToPath(new URL(`../../policies/${named}.json`, import.meta.url))
    : named;

/** Reads a policy by its name or path, and says everything that is wrong with it. */
export async function readPolicyDocument(named: string): Promise<Outcome<LivePolicy, Unusable>> {
  const text = await readText(policyFile(named));
  if (!text.ok) return fail({ code: 'unusable', problems: problemLines(text.error.problems) });
  const document = jsonValue(text.value);
  if (!document.ok) return fail({ code: 'unusable', problems: [`policy: ${document.error.detail}`] });
  const read = Policy.safeParse(document.value);
  return read.success
    ? succeed(livePolicyFrom(read.data))
    : fail({ code: 'unusable', problems: policyProblems(read.error.issues).map(problemLine) });
}
