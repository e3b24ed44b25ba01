import { type Outcome, succeed } from '../../core/outcome.ts';
import { type LivePolicy, Policy } from '../../core/policy/policy.ts';
import { problemsOf } from './input-problem.ts';
import { readText, type Unreadable, unreadable } from './read-text.ts';

/** Reads a policy file and hashes its content as an alert keeps it. */
export async function readPolicy(file: string): Promise<Outcome<LivePolicy, Unreadable>> {
  const text = await readText(file);
  if (!text.ok) return text;
  let value: unknown;
  try {
    value = JSON.parse(text.value);
  } catch {
    return unreadable({ file, line: 0, field: '', rule: 'not-json', detail: 'A policy must be one JSON object' });
  }
  const parsed = Policy.safeParse(value);
  if (!parsed.success) return unreadable(...problemsOf(parsed.error, file, 0));
  return succeed({ policy: parsed.data, hash: '' });
}
