/** What the oracle needs to know of a referral: the words of the API, nothing of the product's types. */
export type OracleReferral = {
  readonly key: string;
  readonly source: string;
  readonly purpose: string;
  readonly madeAt: string;
  readonly incidentDate?: string | undefined;
  readonly incidentRef?: string | undefined;
  readonly referrer: {
    readonly sourceCode: string;
    readonly referrerRef?: string | undefined;
    readonly organisationRef?: string | undefined;
  };
  readonly household?: { readonly children: readonly OracleChild[] } | undefined;
  readonly concerns: readonly { readonly kind: string }[];
  readonly level?: number | undefined;
  readonly screening?: { readonly outcome: string } | undefined;
};

export type OracleChild = { readonly dateOfBirth: string } | { readonly expectedDateOfBirth: string };

export type OracleCount = {
  readonly count: string;
  readonly atLeast: number;
  readonly of?: OracleSelection | undefined;
  readonly within?: string | undefined;
};

export type OracleSelection = {
  readonly purposes?: readonly string[] | undefined;
  readonly screened?: string | undefined;
  readonly level?: { readonly atMost: number; readonly orNotGiven: boolean } | undefined;
};

export type OracleHousehold = {
  readonly household: { readonly unborn?: true | undefined; readonly under?: string | undefined };
};

export type OracleCondition =
  | OracleCount
  | OracleHousehold
  | { readonly all: readonly OracleCondition[] }
  | { readonly any: readonly OracleCondition[] };

export type OracleLine = { readonly id: string; readonly window: string; readonly when: OracleCondition };

export type OraclePolicy = {
  readonly incident: { readonly withinDays: number };
  readonly sourcesWithoutOutcomes: readonly string[];
  readonly lines: readonly OracleLine[];
};

/** What the oracle says of one line. Instants are milliseconds since 1970. */
export type OracleAnswer = {
  readonly line: string;
  readonly first: number | undefined;
  readonly crossings: readonly { readonly from: number; readonly to: number }[];
  readonly evidence: readonly string[];
  readonly standing: 'below' | 'current' | 'ended';
};
