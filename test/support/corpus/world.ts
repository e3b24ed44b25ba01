/** What was recorded before the corpus is made, so that its paths lead somewhere. */
export type World = {
  /** The day on which everything is sent. */
  readonly today: string;
  /** Receipts of referrals of the front door that invalid requests are about; nothing is ever said of them. */
  readonly receipts: readonly string[];
  /** Of those that valid requests speak of. */
  readonly spoken: readonly string[];
  readonly families: readonly string[];
  /** Each made of several timelines, of which these may be separated. */
  readonly joined: readonly { readonly familyId: string; readonly timelines: readonly string[] }[];
  /** How the front door calls referrals and families that there are. */
  readonly referralIds: readonly string[];
  readonly familyRefs: readonly string[];
  readonly alertIds: readonly string[];
};
