/** Which policy is live, since when, and by whose doing. */
export type PolicyPointer = {
  /** Of the content: SHA-256, in hex. */
  readonly hash: string;
  readonly policyId: string;
  readonly version: number;
  /** ISO 8601 instant in UTC. */
  readonly activatedAt: string;
  readonly activatedBy?: string | undefined;
};

/** What there is of the pointer. No policy has been activated yet where there is none. */
export type PointerRead =
  | { readonly code: 'none' }
  | { readonly code: 'found'; readonly pointer: PolicyPointer }
  /** Something lies there that this version cannot read. */
  | { readonly code: 'unreadable' };

/** What there is of a policy's content; nothing is said yet about whether it is a policy. */
export type DocumentRead =
  | { readonly code: 'none' }
  | { readonly code: 'found'; readonly document: unknown }
  | { readonly code: 'unreadable' };

/** The policies that were ever activated, each under its hash, and which of them is live. Reads are strongly consistent. */
export type PolicyStore = {
  readonly pointer: () => Promise<PointerRead>;
  readonly document: (hash: string) => Promise<DocumentRead>;
  /** Keeps the content of a policy. What lies there under its hash already is left as it is. */
  readonly keep: (hash: string, document: object) => Promise<void>;
  /** Makes a policy that is kept the live one, on condition that the pointer is still as it was read. */
  readonly point: (pointer: PolicyPointer, seen: PointerRead) => Promise<'pointed' | 'moved'>;
};
