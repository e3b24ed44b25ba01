import { examineFamily } from '../../core/usecases/examine-family.ts';
import { recordReferral } from '../../core/usecases/record-referral.ts';
import { keyedPseudonyms } from '../../functions/adapters/keyed-pseudonyms.ts';
import { createMemoryStore } from '../../functions/adapters/memory/memory-store.ts';
import { alwaysLive } from '../../test/support/a-live-policy.ts';
import { oneIsEnough } from './one-is-enough.ts';

const madeAt = '2026-03-02T12:00:00Z';

/**
 * What comes out of examining a family that has been told of, where the store
 * cannot say what it was told: the sentence of the error, or nothing where it
 * was passed over in silence.
 */
export async function errorFromUnreadableAlert(why: string): Promise<string | undefined> {
  const store = createMemoryStore();
  const house = {
    ...store,
    policies: alwaysLive(oneIsEnough),
    pseudonyms: keyedPseudonyms(new TextEncoder().encode('vectors')),
    clock: { now: () => Date.parse(madeAt) },
  };
  const referral = {
    source: 'vectors',
    referralId: '1',
    stage: 'contact' as const,
    purpose: 'concern' as const,
    madeAt,
    referrer: { sourceCode: '2A' as const },
    concerns: [],
  };
  const recorded = await recordReferral(house, referral, ['vectors']);
  if (!recorded.ok) throw new Error('The referral of a row was refused.');
  const timelineId = (await store.families.family(recorded.value.familyId))?.timelines[0] ?? '';
  await examineFamily(house, timelineId);
  const unreadable = async (): Promise<never> => {
    throw new Error(why);
  };
  try {
    await examineFamily({ ...house, alerts: { ...store.alerts, alert: unreadable } }, timelineId);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
