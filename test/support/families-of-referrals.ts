import type { SeparationSubmission } from '../../core/referral/revision-submissions.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { plainPseudonyms as pseudonyms } from '../../functions/adapters/memory/plain-pseudonyms.ts';
import { aSubmission } from './a-submission.ts';

export const clock = { now: () => Date.parse('2026-11-05T10:00:00Z') };
export const lineOf = (ref: string) => `timeline:family-ref:front-door:${ref}`;
export const familyOf = (ref: string) => pseudonyms.of('family', lineOf(ref));
export const nhs = '9434765919';
/** That the second family should never have been joined. */
export const separation: SeparationSubmission = { timelines: [lineOf('F-2')], reason: 'wrong-identifier' };

/** A store, what the use cases of families need, and referrals that the front door tells. */
export function desk(store = createMemoryStore()) {
  const surroundings = { ...store, pseudonyms, clock };
  const send = (referralId: string, stated: object, more: object = {}) =>
    recordReferral({ ...surroundings, ...more }, aSubmission({ referralId, ...stated }), ['front-door']);
  const timelinesOf = async (ref: string) => (await store.families.timeline(lineOf(ref)))?.timelinesOfFamily;
  return { store, surroundings, send, timelinesOf };
}

/** Two families, and a referral of the first that names a child of the second. */
export async function joined() {
  const at = desk();
  await at.send('R-1', { familyRef: 'F-1' });
  await at.send('R-2', { familyRef: 'F-2', nhsNumbers: [nhs] });
  const bridge = await at.send('R-3', { familyRef: 'F-1', nhsNumbers: [nhs] });
  return { ...at, bridge };
}
