import type { FamilyLink } from '../../../core/ports/family-links.ts';
import type { Revision } from '../../../core/referral/revision.ts';
import type { TimelineEvent, TimelineReferral } from '../../../core/timeline/timeline.ts';
import { partitionPrefix, sortKey } from './table-keys.ts';

/** The full key of an item. */
export type ItemKey = { readonly pk: string; readonly sk: string };

/** The keys of each kind of item, built from the prefixes that the infrastructure's grants are built from. */
export const itemKey = {
  sourcePointer: (key: string): ItemKey => ({
    pk: `${partitionPrefix.source}${key}`,
    sk: sortKey.sourcePointer,
  }),
  /** The instant is written in UTC to the millisecond, so that rows sort by time. */
  referral: (timelineId: string, { madeAt, key }: Pick<TimelineReferral, 'madeAt' | 'key'>): ItemKey => ({
    pk: timelinePartition(timelineId),
    sk: `${sortKey.referralPrefix}${new Date(madeAt).toISOString()}#${key}`,
  }),
  /** Without the date it happened: that of a birth is a date of birth, and keys go where the rest of an item does not. */
  lifeEvent: (timelineId: string, { key }: TimelineEvent): ItemKey => ({
    pk: timelinePartition(timelineId),
    sk: `${sortKey.lifeEventPrefix}${key}`,
  }),
  membership: (timelineId: string): ItemKey => ({
    pk: timelinePartition(timelineId),
    sk: sortKey.timelineMembership,
  }),
  failedExamination: (timelineId: string): ItemKey => ({
    pk: timelinePartition(timelineId),
    sk: sortKey.failedExamination,
  }),
  nextExamination: (timelineId: string): ItemKey => ({
    pk: timelinePartition(timelineId),
    sk: sortKey.nextExamination,
  }),
  reexamineMark: (timelineId: string): ItemKey => ({
    pk: timelinePartition(timelineId),
    sk: sortKey.reexamineMark,
  }),
  /** What was first sent, and what was said later, under the key of the referral. */
  referralFirst: (key: string): ItemKey => ({
    pk: `${partitionPrefix.source}${key}`,
    sk: sortKey.referralFirst,
  }),
  revision: (
    key: string,
    { revision, kind, mark }: Pick<Revision, 'revision' | 'kind' | 'mark'>,
  ): ItemKey => ({
    pk: `${partitionPrefix.source}${key}`,
    sk: `${sortKey.revisionPrefix}${String(revision).padStart(10, '0')}#${kind}#${mark}`,
  }),
  /** Told apart by the other family, or by the timeline: each is added but once. */
  familyLink: (
    familyId: string,
    { at, what, otherFamilyId, timelines: [timelineId = ''] }: FamilyLink,
  ): ItemKey => ({
    pk: `${partitionPrefix.family}${familyId}`,
    sk: `${sortKey.familyLinkPrefix}${at}#${what}#${otherFamilyId ?? timelineId}`,
  }),
  rateLimit: (clientId: string): ItemKey => ({
    pk: `${partitionPrefix.rateLimit}${clientId}`,
    sk: sortKey.rateLimit,
  }),
  contact: (personId: string): ItemKey => ({
    pk: `${partitionPrefix.contact}${personId}`,
    sk: sortKey.contact,
  }),
  storeProbe: { pk: `${partitionPrefix.probe}store`, sk: sortKey.probe } satisfies ItemKey,
  reach: { pk: `${partitionPrefix.reach}roster`, sk: sortKey.reach } satisfies ItemKey,
  pace: (personId: string): ItemKey => ({ pk: `${partitionPrefix.pace}${personId}`, sk: sortKey.pace }),
  identifier: (identifier: string): ItemKey => ({
    pk: `${partitionPrefix.identifier}${identifier}`,
    sk: sortKey.identifierPointer,
  }),
  family: (familyId: string): ItemKey => ({ pk: `${partitionPrefix.family}${familyId}`, sk: sortKey.family }),
  policyDocument: (hash: string): ItemKey => ({
    pk: `${partitionPrefix.policy}${hash}`,
    sk: sortKey.policyDocument,
  }),
  job: (name: string): ItemKey => ({ pk: `${partitionPrefix.job}${name}`, sk: sortKey.job }),
  /** No hash is named so. */
  policyPointer: { pk: `${partitionPrefix.policy}LIVE`, sk: sortKey.policyPointer } satisfies ItemKey,
  alert: (alertId: string): ItemKey => ({ pk: `${partitionPrefix.alert}${alertId}`, sk: sortKey.alert }),
  /** Versions are padded, so that history sorts as it happened. */
  alertHistory: (alertId: string, version: number): ItemKey => ({
    pk: `${partitionPrefix.alert}${alertId}`,
    sk: `${sortKey.alertHistoryPrefix}${String(version).padStart(8, '0')}`,
  }),
  /** Padded like the history. */
  ledger: (alertId: string, sequence: number): ItemKey => ({
    pk: `${partitionPrefix.alert}${alertId}`,
    sk: `${sortKey.ledgerPrefix}${String(sequence).padStart(8, '0')}`,
  }),
} as const;

/** The partition that holds a timeline's referrals, life events and state. */
export function timelinePartition(timelineId: string): string {
  return `${partitionPrefix.timeline}${timelineId}`;
}
