/**
 * The keys of the one table, declared once and used by the adapter that writes
 * them and by the infrastructure that creates the table and narrows each role.
 */

/** Attributes of the table's own key. */
export const tableKey = { partition: 'pk', sort: 'sk' } as const;

/** What is due, sharded by hash. A hint: whoever finds an item here reads it again and writes conditionally. */
export const dueIndex = { name: 'due', partition: 'dueShard', sort: 'dueAt' } as const;

/** Alerts by the team that answers for them and their state. */
export const byOwnerIndex = { name: 'byOwner', partition: 'owner', sort: 'ownerSort' } as const;

/** Alerts by their state and when they last changed. */
export const byStateIndex = { name: 'byState', partition: 'state', sort: 'changedSort' } as const;

/** How each kind of item's partition key begins. */
export const partitionPrefix = {
  /** A referral or a life event as its source names it: pointer and prints of the content first sent, and what was said later. */
  source: 'SRC#',
  /** A timeline: its referrals, then its life events and its state. */
  timeline: 'TL#',
  /** An exact identifier, pointing at the timeline that gave it first, and so at the family which that is part of now. */
  identifier: 'ID#',
  /** A family: its timelines and its slot, and how its set of timelines came about. */
  family: 'FAM#',
  /** An alert and its history. */
  alert: 'AL#',
  /** How much a client has sent in a minute. */
  rateLimit: 'LIM#',
  /** What is stored to see whether anything can be stored. */
  probe: 'HLT#',
  /** How a person of the roster is reached: the only items that hold an address of a manager. */
  contact: 'PSN#',
  /** Who of the roster can be reached, as it was last found. It holds ids and no address. */
  reach: 'RCH#',
  /** When a person may be sent the next message. */
  pace: 'PACE#',
  /** A policy by its hash, never overwritten, and which one is live. */
  policy: 'POL#',
  /** Work that is done in steps. */
  job: 'JOB#',
} as const;

/** Sort keys, or how they begin. */
export const sortKey = {
  sourcePointer: 'POINTER',
  identifierPointer: 'POINTER',
  /** A referral as it was first sent, kept apart once something was said later. */
  referralFirst: 'FIRST',
  /** Followed by the revision, its kind and its mark. */
  revisionPrefix: 'V#',
  /** Followed by the instant the referral was made, in UTC, and its key. */
  referralPrefix: 'R#',
  /** Sorts after every referral, so that one query brings window and state. */
  timelineMembership: 'S#FAMILY',
  /** Followed by the life event's key. */
  lifeEventPrefix: 'S#LIFE#',
  /** When the timeline's family must be examined although nothing has changed. The mapping to examine-family does not see it. */
  nextExamination: 'S#NEXT',
  /** That examining the timeline's family failed. The mapping to examine-family does not see it. */
  failedExamination: 'S#FAILED',
  /** Changed so that the stream brings the timeline to examine-family once more. */
  reexamineMark: 'S#REEXAMINE',
  rateLimit: 'BATCH',
  probe: 'PROBE',
  family: 'FAMILY',
  /** Followed by when the family's set of timelines changed, how, and with which other family. */
  familyLinkPrefix: 'J#',
  alert: 'ALERT',
  /** Followed by the version of the alert that the entry tells of. */
  alertHistoryPrefix: 'H#',
  /** Followed by the sequence of a notice: when it went out, and when the ledger saw it. */
  ledgerPrefix: 'L#',
  contact: 'CONTACT',
  reach: 'REACH',
  pace: 'PACE',
  policyDocument: 'DOCUMENT',
  policyPointer: 'POINTER',
  job: 'JOB',
} as const;
