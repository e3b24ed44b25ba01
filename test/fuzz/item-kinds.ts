import { Alert } from '../../core/alert/alert.ts';
import {
  decodeAlert,
  decodeAlertHistory,
  encodeAlert,
  encodeAlertHistory,
} from '../../functions/adapters/dynamodb/alert-items.ts';
import { decodeContact, encodeContact } from '../../functions/adapters/dynamodb/contact-items.ts';
import {
  decodeFamily,
  decodeIdentifier,
  decodeMembership,
  encodeFamily,
  encodeIdentifier,
  encodeMembership,
} from '../../functions/adapters/dynamodb/family-items.ts';
import { decodeFamilyLink, encodeFamilyLink } from '../../functions/adapters/dynamodb/family-link-items.ts';
import { itemKey } from '../../functions/adapters/dynamodb/item-keys.ts';
import { decodeLedgerRow } from '../../functions/adapters/dynamodb/ledger-rows.ts';
import { decodeLifeEvent, encodeLifeEvent } from '../../functions/adapters/dynamodb/life-event-items.ts';
import { decodePace } from '../../functions/adapters/dynamodb/pace-items.ts';
import {
  decodePolicyDocument,
  decodePolicyPointer,
  encodePolicyDocument,
  encodePolicyPointer,
} from '../../functions/adapters/dynamodb/policy-items.ts';
import { decodeReach, encodeReach } from '../../functions/adapters/dynamodb/reach-items.ts';
import { decodeReferral, encodeReferral } from '../../functions/adapters/dynamodb/referral-items.ts';
import {
  decodeFirst,
  decodeRevision,
  encodeFirst,
  encodeRevision,
} from '../../functions/adapters/dynamodb/revision-items.ts';
import {
  decodeSourcePointer,
  encodeSourcePointer,
} from '../../functions/adapters/dynamodb/source-pointer-items.ts';
import { aReferral } from '../support/a-family.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { anEventEntry } from '../support/a-life-event-entry.ts';
import { anAlert, asSent } from '../support/an-alert.ts';

/** A kind of item of the table. */
export type ItemKind = {
  readonly kind: string;
  readonly valid: readonly object[];
  readonly decode: (item: unknown) => unknown;
  /** What a decoded value does not hold of its item, beside key and version: attributes of indexes, and what is read elsewhere. */
  readonly leftOut: readonly string[];
  /** Whether what cannot be read is answered as undefined, where another policy is used then. */
  readonly isForgiven?: true;
};

const at = '2026-11-02T10:00:00.000Z';
const hash = 'a'.repeat(64);
const said = { revision: 1, mark: 'mark', recordedAt: at, by: 'client-1' };
const whole = aReferral('key-1', at, {
  household: { children: [{ dateOfBirth: '2020-02-29' }, { expectedDateOfBirth: '2027-01-01' }] },
  screening: { outcome: 'nfa', decidedAt: at, levelApplied: 1 },
  level: 2,
  team: 'north',
  sameEventAs: 'r'.repeat(22),
  annotations: ['retracted-by-sender'],
});
const { key: _, screening: __, sameEventAs: ___, annotations: ____, ...content } = whole;
const placed = { timelineId: 'timeline-1', referral: whole };
const raised = { event: 'raised', reason: 'line-crossed', at } as const;
const sent = { event: 'sent', reason: 'line-crossed', at } as const;
const receipt = { receiptId: 'key-1', recordedAt: at };

export const itemKinds: readonly ItemKind[] = [
  {
    kind: 'referral',
    valid: [encodeReferral(anEntry('1')), encodeReferral({ ...placed, receipt })],
    decode: decodeReferral,
    leftOut: ['recordedAt'],
  },
  {
    kind: 'life event',
    valid: [encodeLifeEvent(anEventEntry('1', '1'))],
    decode: decodeLifeEvent,
    leftOut: ['recordedAt'],
  },
  {
    kind: 'revision',
    valid: [
      encodeRevision('key-1', { ...said, kind: 'correction', timelineId: 'timeline-1', content }),
      encodeRevision('key-1', { ...said, kind: 'withdrawal', reason: 'error' }),
      encodeRevision('key-1', { ...said, kind: 'annotation', annotation: 'judged-malicious', stands: true }),
      encodeRevision('key-1', { ...said, kind: 'screening', screening: whole.screening! }),
    ],
    decode: decodeRevision,
    leftOut: [],
  },
  { kind: 'first referral', valid: [encodeFirst(placed)], decode: decodeFirst, leftOut: [] },
  {
    kind: 'source pointer',
    valid: [
      encodeSourcePointer({
        sourceKey: 'key-1',
        receipt,
        timelineId: 'timeline-1',
        madeAt: at,
        prints: { source: 'print' },
      }),
      {
        ...encodeSourcePointer({ sourceKey: 'key-1', receipt, timelineId: 'timeline-1', prints: {} }),
        version: 3,
      },
    ],
    decode: decodeSourcePointer,
    leftOut: ['receiptId', 'recordedAt'],
  },
  {
    kind: 'identifier',
    valid: [encodeIdentifier('identifier-1', 'timeline-1')],
    decode: (item) => ({ timelineId: decodeIdentifier(item) }),
    leftOut: [],
  },
  {
    kind: 'membership',
    valid: [
      encodeMembership({
        timelineId: 'timeline-1',
        familyId: 'family-1',
        timelines: ['timeline-1'],
        hasHadAlert: true,
      }),
    ],
    decode: decodeMembership,
    leftOut: ['timelineId', 'timelines'],
  },
  {
    kind: 'family',
    valid: [
      encodeFamily({
        familyId: 'family-1',
        timelines: ['timeline-1'],
        version: 1,
        epoch: 0,
        openAlertId: undefined,
      }),
      encodeFamily({
        familyId: 'family-1',
        timelines: ['timeline-1', 'timeline-2'],
        version: 7,
        epoch: 2,
        openAlertId: 'ALERT0000001',
        keptApartFrom: ['family-2'],
        joinedInto: 'family-3',
      }),
    ],
    decode: decodeFamily,
    leftOut: [],
  },
  {
    kind: 'family link',
    valid: [
      encodeFamilyLink('family-1', {
        at,
        what: 'joined',
        timelines: ['timeline-1'],
        otherFamilyId: 'family-2',
        because: 'key-1',
        identifier: { kind: 'upn', id: 'identifier-1' },
        reason: 'wrong-identifier',
        by: 'client-1',
      }),
    ],
    decode: decodeFamilyLink,
    leftOut: [],
  },
  {
    kind: 'alert',
    valid: [encodeAlert(anAlert()), encodeAlert(asSent(anAlert(), at))],
    decode: (item) => Alert.parse(decodeAlert(item)),
    leftOut: ['owner', 'ownerSort', 'changedSort', 'dueShard', 'dueAt'],
  },
  {
    kind: 'alert history',
    valid: [encodeAlertHistory(anAlert(), raised), encodeAlertHistory(asSent(anAlert(), at), sent)],
    decode: decodeAlertHistory,
    leftOut: [],
  },
  {
    kind: 'contact',
    valid: [
      encodeContact({ person: 'person-aaaa', email: 'a@example.com', sms: '+447700900123', appliedAt: at }),
    ],
    decode: decodeContact,
    leftOut: [],
    isForgiven: true,
  },
  {
    kind: 'pace',
    valid: [{ ...itemKey.pace('person-aaaa'), schema: 1, freeAt: at }],
    decode: (item) => ({ freeAt: new Date(decodePace(item)).toISOString() }),
    // The instant is the same, in UTC to the millisecond.
    leftOut: ['freeAt'],
  },
  {
    kind: 'reach',
    valid: [
      encodeReach({
        asOf: at,
        channels: [
          { person: 'person-aaaa', channel: 'email', standing: 'confirmed', since: at },
          { person: 'person-bbbb', channel: 'sms', standing: 'missing', since: at },
        ],
      }),
    ],
    decode: decodeReach,
    leftOut: [],
    isForgiven: true,
  },
  {
    kind: 'ledger',
    valid: [
      {
        ...itemKey.ledger('ALERT0000001', 1),
        schema: 1,
        sentAt: at,
        messageId: 'm',
        dueShard: 'due#1',
        dueAt: at,
      },
      { ...itemKey.ledger('ALERT0000001', 1), schema: 1, seenAt: at, seenMessageId: 'm' },
    ],
    decode: decodeLedgerRow,
    leftOut: [],
  },
  {
    kind: 'policy pointer',
    valid: [
      encodePolicyPointer({
        hash,
        policyId: 'default',
        version: 1,
        activatedAt: at,
        activatedBy: 'somebody',
      }),
    ],
    decode: decodePolicyPointer,
    leftOut: [],
    isForgiven: true,
  },
  {
    kind: 'policy',
    valid: [encodePolicyDocument(hash, { id: 'default' })],
    decode: (item) => {
      const document = decodePolicyDocument(item);
      return document === undefined ? undefined : { document };
    },
    leftOut: ['hash'],
    isForgiven: true,
  },
];
