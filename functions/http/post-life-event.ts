import { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import type { Families } from '../../core/ports/families.ts';
import type { LifeEventLedger } from '../../core/ports/life-event-ledger.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import { type EventNotRecorded, recordLifeEvent } from '../../core/usecases/record-life-event.ts';
import type { Refusal } from './answer.ts';
import { differingField } from './differing-field.ts';
import { scope } from './http-request.ts';
import { opaqueIdPattern, pathId } from './path-id.ts';
import type { ProblemField } from './problem.ts';
import { readSubmission } from './read-submission.ts';
import type { Route } from './route.ts';

type Surroundings = {
  readonly families: Pick<Families, 'family'>;
  readonly ledger: LifeEventLedger;
  /** Their key takes a call, which is made with the first life event. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
  readonly clock: Clock;
};

/** `POST /v1/families/{id}/events`: records a life event, and answers 201 only when it is durable. */
export const postLifeEvent =
  ({ families, ledger, pseudonyms, clock }: Surroundings): Route =>
  async (request, log) => {
    const { scopes, boundSources } = request.access;
    if (!scopes.has(scope.writeEvents)) return { problem: 'insufficient-scope' };
    const familyId = pathId(request, opaqueIdPattern);
    if (familyId === undefined) return { problem: 'family-unknown' };
    const sent = readSubmission(request, LifeEventSubmission, 'invalid-event');
    if ('problem' in sent) return sent;
    const surroundings = { families, ledger, pseudonyms: await pseudonyms(), clock };
    const event = sent.submission;
    const outcome = await recordLifeEvent(surroundings, { familyId, event, boundSources });
    if (!outcome.ok) return refusal(outcome.error);
    const { receiptId, recordedAt } = outcome.value;
    log.info('life-event-recorded', { receiptId });
    return { status: 201, content: { receiptId, recordedAt } };
  };

function refusal(error: EventNotRecorded): Refusal {
  switch (error.code) {
    case 'impossible-dates':
      return { problem: 'invalid-event', errors: error.fields };
    case 'content-differs':
      return {
        problem: 'content-differs',
        errors: [...(error.otherFamily ? [otherFamily] : []), ...error.fields.map(differingField)],
      };
    case 'source-not-bound':
    case 'family-unknown':
    case 'busy':
      return { problem: error.code };
    default:
      throw new Error(`No such refusal: ${error satisfies never}`);
  }
}

/** The family is in the path, where no JSON pointer leads. */
const otherFamily: ProblemField = {
  field: 'path family',
  rule: 'differs',
  detail: 'is not the family that this was first sent for',
};
