import * as z from 'zod';
import { AlertState } from '../../../core/alert/alert-states.ts';
import { Reference, SourceSystem } from '../../../core/referral/referral-submission.ts';
import { ReceiptId } from '../../../core/referral/revision-submissions.ts';
import { AlertsQuery } from '../get-alerts.ts';
import { AlertIdOrReference, FamilyId } from './answers/ids.ts';
import { ids } from './examples/invented.ts';
import type { Parameter } from './operation.ts';

/** What callers give beside a body, each said once. */

const inPath = (description: string, schema: z.ZodType, example: string): Parameter => ({
  in: 'path',
  name: 'id',
  required: true,
  description,
  schema,
  example,
});

export const referralId = inPath("The referral's receiptId.", ReceiptId, ids.firstReferral);
export const familyId = inPath("The family's id, as a receipt gives it.", FamilyId, ids.family);
export const alertId = inPath("The alert's id or its reference.", AlertIdOrReference, ids.alert);

export const source: Parameter = {
  in: 'query',
  name: 'source',
  required: true,
  description: 'The system that sent it. A partner asks for its own.',
  schema: SourceSystem,
  example: 'front-door',
};

export const sourceOfFamily: Parameter = { ...source, description: 'The system that calls the family so.' };

/** A reference of the source's own, in the query. */
export const ofSource = (
  name: 'referralId' | 'familyRef',
  description: string,
  example: string,
): Parameter => ({
  in: 'query',
  name,
  required: true,
  description,
  schema: Reference,
  example,
});

export const limit: Parameter = {
  in: 'query',
  name: 'limit',
  required: false,
  description: 'How many at most.',
  schema: z.int().min(1).max(100).default(50),
  example: 20,
};

export const afterReferral: Parameter = {
  in: 'query',
  name: 'after',
  required: false,
  description: 'The `next` of the page before: the receiptId of its last referral.',
  schema: ReceiptId,
  example: ids.secondReferral,
};

export const afterAlert: Parameter = {
  in: 'query',
  name: 'after',
  required: false,
  description: 'The `next` of the page before. It means nothing to anybody else.',
  schema: AlertsQuery.shape.after.unwrap(),
  example: ids.cursor,
};

export const alertState: Parameter = {
  in: 'query',
  name: 'state',
  required: true,
  description: 'Only alerts in this state.',
  schema: AlertState,
  example: 'sent',
};

export const since: Parameter = {
  in: 'query',
  name: 'since',
  required: false,
  description: 'Only alerts that last changed at this instant or later. Write the + of an offset as %2B.',
  schema: z.iso.datetime({ offset: true }),
  example: '2026-11-01T00:00:00Z',
};

export const ifMatch: Parameter = {
  in: 'header',
  name: 'If-Match',
  required: false,
  description:
    'The ETag of `readReferral`. Where more has been said since, nothing is recorded and the answer is 412.',
  schema: z.string(),
  example: ids.etag,
};

export const prefer: Parameter = {
  in: 'header',
  name: 'Prefer',
  required: false,
  description:
    '`return=representation` asks for the finding as well. It is honoured for clients with pattern:read, and passed over for others.',
  schema: z.string(),
  example: 'return=representation',
};
