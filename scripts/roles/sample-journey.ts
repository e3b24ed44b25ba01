import type { LocalStack } from '../../local/stack.ts';
import { frontDoorOf } from '../front-door.ts';
import { sampleFamily } from '../sample-family.ts';
import { accessToken, createTidelineClient, type TidelineClient } from '../tideline-client.ts';
import { toldMessages } from '../told-messages.ts';

/** A client of the stack, with a fresh token of the authority's own front door. */
export async function frontDoorClient(stack: LocalStack): Promise<TidelineClient> {
  const frontDoor = frontDoorOf(stack);
  return createTidelineClient(frontDoor.apiUrl, await accessToken(stack.tokenUrl, frontDoor));
}

/** Plays the sample family and reads what can be read about it; answers how many messages were told by then. */
export async function sampleJourney(stack: LocalStack): Promise<{ readonly told: number }> {
  const api = await frontDoorClient(stack);
  let familyId = '';
  for (const { referral } of sampleFamily(stack.clock.now())) ({ familyId } = await api.send(referral));
  await api.tell(familyId, {
    source: 'front-door',
    eventId: `E-${familyId}`,
    event: 'assessment-started',
    happenedOn: stack.clock.now().toISOString().slice(0, 10),
  });
  await stack.idle();
  await api.finding(familyId);
  await api.openAlert(familyId);
  await stack.idle();
  return { told: toldMessages(stack).length };
}
