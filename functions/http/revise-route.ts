import type * as z from 'zod';
import type { Alerts } from '../../core/ports/alerts.ts';
import type { FamilyLinks } from '../../core/ports/family-links.ts';
import type { Pseudonyms } from '../../core/ports/pseudonyms.ts';
import type { ReferralRevisions } from '../../core/ports/referral-revisions.ts';
import type { Clock } from '../../core/ports/surroundings.ts';
import type { Said } from '../../core/usecases/draft-revision.ts';
import { seenBy } from '../../core/usecases/read-referral.ts';
import { type NotRevised, reviseReferral, type Saying } from '../../core/usecases/revise-referral.ts';
import type { Refusal } from './answer.ts';
import { entityTagOf, isMatch } from './entity-tag.ts';
import { type HttpRequest, scope } from './http-request.ts';
import { logLinked } from './log-linked.ts';
import { opaqueIdPattern, pathId } from './path-id.ts';
import type { ProblemCode } from './problem.ts';
import { readSubmission } from './read-submission.ts';
import { referralUnknown } from './referral-unknown.ts';
import type { Route } from './route.ts';
import { sightOf } from './sight-of.ts';

export type RevisionSurroundings = {
  readonly revisions: ReferralRevisions;
  readonly links: FamilyLinks;
  readonly alerts: Pick<Alerts, 'alert'>;
  /** Their key takes a call, which is made with the first request. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
  readonly clock: Clock;
};

/** Who says a thing: the source that sent a referral, of its own; or the authority, of any. */
export type Speaker = 'source' | 'authority';

const scopeOf: Readonly<Record<Speaker, string>> = {
  source: scope.writeReferrals,
  authority: scope.writeScreenings,
};

/** One kind of thing that may be said later about a referral. */
export type RevisionKind<Submission> = {
  readonly schema: z.ZodType<Submission>;
  readonly invalid: ProblemCode;
  /** The status of an answer that it is kept. */
  readonly status: 200 | 201;
  /** Who says anything of this kind at all, and who it is that says what was sent. */
  readonly speakers: readonly Speaker[];
  readonly speakerOf: (sent: Submission) => Speaker;
  readonly said: (sent: Submission) => Said;
};

/** A route that keeps one thing said later about the referral in the path, and answers only when that is durable. */
export const reviseRoute =
  <Submission>(surroundings: RevisionSurroundings, kind: RevisionKind<Submission>): Route =>
  async (request, log) => {
    const { scopes, boundSources, clientId } = request.access;
    const may = (speaker: Speaker): boolean => scopes.has(scopeOf[speaker]);
    if (!kind.speakers.some(may)) return { problem: 'insufficient-scope' };
    const key = pathId(request, opaqueIdPattern);
    if (key === undefined) return referralUnknown;
    const read = readSubmission(request, kind.schema, kind.invalid);
    if ('problem' in read) return read;
    const speaker = kind.speakerOf(read.submission);
    if (!may(speaker)) return { problem: 'insufficient-scope' };
    const pseudonyms = await surroundings.pseudonyms();
    const said = kind.said(read.submission);
    const outcome = await reviseReferral(
      { ...surroundings, pseudonyms },
      {
        key,
        said,
        by: clientId,
        maySpeakOf: (source) => speaker === 'authority' || boundSources.includes(source),
        isAsRead: isAsReadIn(request, pseudonyms),
      },
    );
    if (!outcome.ok) return refusal(outcome.error, kind.invalid);
    const { receipt, source, linked } = outcome.value;
    log.info('referral-revised', { receiptId: receipt.receiptId, source, clientId, reason: said.kind });
    logLinked(log, receipt.receiptId, linked);
    return { status: kind.status, content: receipt };
  };

function isAsReadIn({ ifMatch, access }: HttpRequest, pseudonyms: Pseudonyms): Saying['isAsRead'] {
  return (history) => {
    if (ifMatch === undefined) return true;
    const view = seenBy(sightOf(access), history);
    return view !== undefined && isMatch(ifMatch, entityTagOf(view, pseudonyms));
  };
}

function refusal(error: NotRevised, invalid: ProblemCode): Refusal {
  switch (error.code) {
    case 'referral-unknown':
      return referralUnknown;
    case 'impossible-dates':
      return { problem: invalid, errors: error.fields };
    case 'same-event-unknown':
      return {
        problem: invalid,
        errors: [
          { field: '/sameEventAs', rule: 'not-allowed', detail: 'must be the receipt of another referral' },
        ],
      };
    case 'changed-meanwhile':
    case 'too-many-revisions':
    case 'busy':
      return { problem: error.code };
    default:
      throw new Error(`No such refusal: ${error satisfies never}`);
  }
}
