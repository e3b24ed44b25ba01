/** What the oracle needs to know of a referral: the words of the API, nothing of the product's types. */
export type OracleReferral = {
  readonly key: string;
  readonly source: string;
  readonly stage: string;
  readonly purpose: string;
  readonly madeAt: string;
  readonly incidentDate?: string | undefined;
  readonly incidentRef?: string | undefined;
  readonly sameEventAs?: string | undefined;
  readonly referrer: {
    readonly sourceCode: string;
    readonly referrerRef?: string | undefined;
    readonly organisationRef?: string | undefined;
  };
  readonly household?: { readonly children: readonly OracleChild[] } | undefined;
  readonly concerns: readonly { readonly kind: string; readonly subject: string }[];
  readonly level?: number | undefined;
  readonly screening?: { readonly outcome: string; readonly decidedAt: string } | undefined;
  readonly withdrawn?: string | undefined;
};

export type OracleChild = { readonly dateOfBirth: string } | { readonly expectedDateOfBirth: string };

export type OracleEvent = {
  readonly key: string;
  readonly event: string;
  readonly happenedOn: string;
  readonly caseKind?: string | undefined;
  readonly subject?: string | undefined;
  readonly expectedDateOfBirth?: string | undefined;
};

export type OracleFamily = {
  readonly referrals: readonly OracleReferral[];
  readonly lifeEvents: readonly OracleEvent[];
};

export type OracleSelection = {
  readonly purposes?: readonly string[] | undefined;
  readonly stages?: readonly string[] | undefined;
  readonly screened?: string | undefined;
  readonly outcomes?: readonly string[] | undefined;
  readonly level?: { readonly atMost: number; readonly orNotGiven: boolean } | undefined;
  readonly concerns?:
    | { readonly kinds: readonly string[]; readonly subject?: string | undefined }
    | undefined;
  readonly sourceCodes?: readonly string[] | undefined;
};

export type OracleCount = {
  readonly count: string;
  readonly atLeast: number;
  readonly of?: OracleSelection | undefined;
  readonly within?: string | undefined;
  readonly same?: string | undefined;
  readonly noneProgressed?: true | undefined;
  readonly pressing?: true | undefined;
};

type Points = Readonly<Record<string, number | undefined>>;

export type OraclePoints = {
  readonly points: {
    readonly referral?: number | undefined;
    readonly concerns?: Points | undefined;
    readonly levels?: Points | undefined;
    readonly sourceCodes?: Points | undefined;
  };
  readonly atLeast: number;
  readonly halfLife?: string | undefined;
  readonly of?: OracleSelection | undefined;
  readonly within?: string | undefined;
};

export type OracleHousehold = {
  readonly household: {
    readonly unborn?: true | undefined;
    readonly dueWithin?: string | undefined;
    readonly under?: string | undefined;
  };
};

export type OracleQuiet = { readonly quietBefore: string; readonly of?: OracleSelection | undefined };

export type OraclePromise = {
  readonly promised: readonly string[];
  readonly keptBy: readonly string[];
  readonly within: string;
};

export type OracleSingle =
  | OracleCount
  | OraclePoints
  | { readonly events: readonly string[]; readonly atLeast: number; readonly within?: string | undefined }
  | { readonly noEvents: readonly string[]; readonly within: string }
  | { readonly case: 'open' }
  | OracleQuiet
  | OraclePromise
  | OracleHousehold;

export type OracleCondition =
  | OracleSingle
  | { readonly all: readonly OracleCondition[] }
  | { readonly any: readonly OracleCondition[] };

export type OracleLine = { readonly id: string; readonly window: string; readonly when: OracleCondition };

export type OraclePolicy = {
  readonly incident: { readonly withinDays: number };
  readonly sourcesWithoutOutcomes: readonly string[];
  readonly sourcesSendingEvents: readonly { readonly source: string; readonly events: readonly string[] }[];
  readonly lines: readonly OracleLine[];
};

/** A stretch of window ends that cross a line, in milliseconds since 1970. */
export type OracleCrossing = { readonly from: number; readonly to: number };

/** What a single condition has, where it counts something, and whether that is enough. */
export type OracleProgress = { readonly have: number | undefined; readonly met: boolean };

/** What the oracle says of one line. */
export type OracleAnswer = {
  readonly line: string;
  readonly first: number | undefined;
  readonly crossings: readonly OracleCrossing[];
  readonly evidence: readonly string[];
  readonly standing: 'below' | 'current' | 'ended';
  /** Each single condition, in the order they are written, now or in the last window crossed. */
  readonly progress: readonly OracleProgress[];
};

/** What the oracle says of a family, and the first instant at which it would say something else of it. */
export type OracleFinding = {
  readonly lines: readonly OracleAnswer[];
  readonly nextDueAt: number | undefined;
};
