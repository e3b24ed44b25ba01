import type { Alert } from '../alert/alert.ts';
import type { Identifier } from '../family/identifiers.ts';
import type { FamilyId, ReferralKey, TimelineId } from '../timeline/timeline.ts';
import type { AlertEvent } from './alerts.ts';
import type { Family } from './families.ts';

/** A timeline that is there, and the family it belongs to. */
export type TimelineFamily = {
  readonly timelineId: TimelineId;
  readonly familyId: FamilyId;
  readonly timelines: readonly TimelineId[];
};

/** What is known already of a referral that has just come: its timeline, and whose each of its identifiers is. */
export type KnownFamilies = {
  readonly timeline: TimelineFamily | undefined;
  readonly byIdentifier: ReadonlyMap<Identifier['id'], TimelineFamily>;
};

/** One change of a family's set of timelines, kept for whoever asks later why it was made. */
export type FamilyLink = {
  readonly at: string;
  readonly what: 'joined' | 'separated' | 'timeline-added';
  /** The timelines that came or went. */
  readonly timelines: readonly TimelineId[];
  readonly otherFamilyId?: FamilyId | undefined;
  /** The referral whose identifiers called for it, and the one that led to the other family. */
  readonly because?: ReferralKey | undefined;
  readonly identifier?: Identifier | undefined;
  /** Why a person did it, and with which client. */
  readonly reason?: string | undefined;
  readonly by?: string | undefined;
};

/** A change of the sets of two families at once, each at the version read, with what is kept of it. */
export type FamiliesChange = {
  /** As they are to be, with the version that each was read at; a family that is to be founded has none. */
  readonly families: readonly [ChangedFamily, ChangedFamily];
  /** Families that were joined before and must lead to another one from now on. */
  readonly redirected?: readonly { readonly family: Family; readonly from: number }[] | undefined;
  /** Open alerts that change with them: one that ends in another one's favour, and that other one. */
  readonly alerts: readonly { readonly alert: Alert; readonly event: AlertEvent }[];
  /** Brought to be examined. */
  readonly examine: readonly TimelineId[];
};

export type ChangedFamily = {
  readonly family: Family;
  readonly from: number | undefined;
  readonly link: FamilyLink;
};

export type ChangeResult =
  | { readonly code: 'changed' }
  | { readonly code: 'moved' }
  | { readonly code: 'busy' };

/** Which timelines are one family, and how that came about. Reads are strongly consistent. */
export type FamilyLinks = {
  readonly lookUp: (timelineId: TimelineId, identifiers: readonly Identifier[]) => Promise<KnownFamilies>;
  /** A family as it was left, also one that has become part of another. */
  readonly slot: (familyId: FamilyId) => Promise<Family | undefined>;
  /** Changes two families, whole or not at all. `moved` where one is not what was read any more. */
  readonly change: (change: FamiliesChange) => Promise<ChangeResult>;
  /** How a family’s set of timelines came about, oldest first. */
  readonly linksOf: (familyId: FamilyId) => Promise<readonly FamilyLink[]>;
};
