import { LifeEventSubmission } from '../../../../core/life-event/life-event-submission.ts';
import { SeparationSubmission } from '../../../../core/referral/revision-submissions.ts';
import { FamilyAnswer } from '../answers/family.ts';
import { FindingAnswer } from '../answers/finding.ts';
import { FamilyFound, LifeEventReceipt, SeparationReceipt } from '../answers/receipts.ts';
import { family, familyInPages } from '../examples/family.ts';
import { finding } from '../examples/finding.ts';
import { ids } from '../examples/invented.ts';
import type { Operation } from '../operation.ts';
import { afterReferral, familyId, limit, ofSource, sourceOfFamily } from '../parameters.ts';
import { unreadableBody } from './problems-of-bodies.ts';

const always = { tag: 'Families', scopes: ['pattern:read'] } as const satisfies Partial<Operation>;
const recordedAt = '2026-11-24T11:20:00.771Z';

export const families: readonly Operation[] = [
  {
    ...always,
    method: 'get',
    path: '/v1/families',
    operationId: 'findFamily',
    summary: "Find a family by a source's own reference",
    description: 'The family that a source calls by this reference now.',
    parameters: [sourceOfFamily, ofSource('familyRef', "The family's reference in that system.", 'F-2001')],
    answer: {
      status: 200,
      description: 'The family.',
      schema: FamilyFound,
      examples: { found: { summary: 'Found', value: { familyId: ids.family } } },
    },
    problems: ['family-unknown'],
  },
  {
    ...always,
    method: 'get',
    path: '/v1/families/{id}',
    operationId: 'readFamily',
    summary: 'Read a family',
    description:
      'A family with its household, its life events, how it came to be, and a page of its referrals in order of time.',
    parameters: [familyId, limit, afterReferral],
    answer: {
      status: 200,
      description: 'The family.',
      schema: FamilyAnswer,
      examples: {
        whole: { summary: 'All of it', value: family },
        page: { summary: 'The first page of a family that was joined', value: familyInPages },
      },
    },
    problems: ['family-unknown'],
  },
  {
    ...always,
    method: 'get',
    path: '/v1/families/{id}/finding',
    operationId: 'readFinding',
    summary: 'Read what is found about a family',
    description:
      'What the live policy finds about a family now: each line with how far it is, every referral with whether it counts and why not, and what one more would do. Reading it raises nothing.',
    parameters: [familyId],
    answer: {
      status: 200,
      description: 'The finding.',
      schema: FindingAnswer,
      examples: { crossed: { summary: 'One line, crossed', value: finding } },
    },
    problems: ['family-unknown'],
  },
  {
    method: 'post',
    path: '/v1/families/{id}/events',
    operationId: 'recordLifeEvent',
    tag: 'Families',
    summary: 'Tell what happened in a family',
    description:
      'Answers 201 only when the life event is stored for good. The same one sent again does nothing and has the same receipt. The client must be bound to its `source`. Each kind says what it needs and takes nothing else.',
    scopes: ['events:write'],
    parameters: [familyId],
    body: {
      schema: LifeEventSubmission,
      examples: {
        assessment: {
          summary: 'An assessment has started',
          value: {
            source: 'front-door',
            eventId: 'E-1002',
            event: 'assessment-started',
            happenedOn: '2026-10-05',
          },
        },
        case: {
          summary: 'A case was opened',
          value: {
            source: 'front-door',
            eventId: 'E-1003',
            event: 'case-opened',
            happenedOn: '2026-11-24',
            caseKind: 'child-in-need',
            team: 'north',
          },
        },
      },
    },
    answer: {
      status: 201,
      description: 'The life event is stored for good.',
      schema: LifeEventReceipt,
      examples: { stored: { summary: 'Stored', value: { receiptId: ids.lifeEvent, recordedAt } } },
    },
    problems: [...unreadableBody, 'source-not-bound', 'family-unknown', 'content-differs', 'invalid-event'],
  },
  {
    method: 'post',
    path: '/v1/families/{id}/separation',
    operationId: 'separateFamily',
    tag: 'Families',
    summary: 'Separate a family that should never have been joined',
    description:
      'Puts some of its timelines into a family of their own. Both are examined afresh; an open alert stays where it was. `joins` of the family says because of which referral each timeline came; the one that it was founded with came without, and stays. Asked for again with the same timelines and reason, it changes nothing and has the same answer.',
    scopes: ['families:write'],
    parameters: [familyId],
    body: {
      schema: SeparationSubmission,
      examples: {
        wrong: {
          summary: 'An identifier was wrong',
          value: { timelines: [ids.otherTimeline], reason: 'wrong-identifier' },
        },
      },
    },
    answer: {
      status: 201,
      description: 'The timelines are a family of their own.',
      schema: SeparationReceipt,
      examples: { separated: { summary: 'Separated', value: { familyId: ids.otherFamily, recordedAt } } },
    },
    problems: [...unreadableBody, 'family-unknown', 'invalid-separation'],
  },
];
