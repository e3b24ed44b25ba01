import * as z from 'zod';

/** Short lower-case names; they become scope names, construct ids and log fields. */
const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be lower-case letters, digits and hyphens')
  .refine((name) => !name.startsWith('tideline'), 'must not begin with tideline: those names are its own');

/** A system that may call the partner API with client credentials. */
const ClientConfig = z.strictObject({
  id: Slug,
  scopes: z
    .array(z.enum(['referrals:write', 'events:write', 'screening:write', 'families:write', 'pattern:read']))
    .min(1),
  /** Source systems it may write referrals and life events as. */
  sources: z.array(Slug),
});
export type ClientConfig = z.infer<typeof ClientConfig>;

/** A system that referrals and life events come from, and what is usual for it. */
const SourceConfig = z.strictObject({
  id: Slug,
  /**
   * The longest that it is usually quiet, nights and weekends included. Three times as long is
   * an alarm, and CloudWatch looks back a week at most.
   */
  usualGapHours: z.int().min(1).max(56),
  /** Whether what was decided on its referrals reaches Tideline; where not, the policy should list it too. */
  sendsOutcomes: z.boolean(),
});
export type SourceConfig = z.infer<typeof SourceConfig>;

const throttle = z.strictObject({ ratePerSecond: z.int().min(1), burst: z.int().min(1) });

/** It is part of the name of the sign-in domain, in which Cognito takes none of these. */
const StageName = Slug.regex(/^(?!.*(aws|amazon|cognito))/, 'must not contain aws, amazon or cognito');

const fields = z.strictObject({
  /** Where a stage is a file: its schema, so that editors help. */
  $schema: z.string().optional(),
  stage: StageName,
  region: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/, 'must be an AWS region'),
  /** The policy document that is bundled and live. */
  policy: z.enum(['default', 'sensitive', 'sample']),
  logRetentionDays: z.union([z.literal(30), z.literal(90), z.literal(365), z.literal(731)]),
  throttle: z.strictObject({
    /** Requests a second that each route of the partner API takes from everyone together. */
    ...throttle.shape,
    /** The same for batches. */
    batch: throttle,
    /** Referrals that one client may send in batches in a minute. */
    batchRecordsPerMinute: z.int().min(100),
    /** Requests of one client in five minutes at which somebody is told. */
    alarmAtRequestsOfClient: z.int().min(1),
  }),
  /** Every system that referrals and life events may come from. */
  sourceSystems: z.array(SourceConfig).min(1),
  /** What SNS may spend on text messages in a month, in US dollars, as it is set in the account. */
  smsMonthlyLimitUsd: z.number().min(1),
  clients: z.array(ClientConfig).min(1),
  /** The roster that is bundled: `policies/roster-NAME.json`. */
  roster: z.enum(['dev', 'prod']),
});

type Fields = z.infer<typeof fields>;

/** What was decided, and which timelines are one family, is said in no source's name. */
const writesAsASource = (name: string): boolean => name === 'referrals:write' || name === 'events:write';

const repeated = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

/** What must hold between fields; each sentence names what is wrong. */
const contradictions = (config: Fields): readonly string[] => [
  ...repeated(config.sourceSystems.map(({ id }) => id)).map(
    (name) => `source system ${name} is listed twice`,
  ),
  ...repeated(config.clients.map(({ id }) => id)).map((id) => `client ${id} is listed twice`),
  ...config.clients.flatMap(({ id, sources }) =>
    sources
      .filter((source) => !config.sourceSystems.some(({ id: known }) => known === source))
      .map((source) => `client ${id} is bound to ${source}, which is not a source system`),
  ),
  ...config.clients
    .filter(({ scopes, sources }) => scopes.some(writesAsASource) !== sources.length > 0)
    .map(
      ({ id }) => `client ${id} must have sources if it writes referrals or events, and none if it does not`,
    ),
];

/** What differs between one deployment and another. */
export const StageConfig = fields.superRefine((config, context) => {
  // What is named in a contradiction must have the form of a name: anything else is not repeated.
  if (context.issues.length > 0) return;
  for (const message of contradictions(config)) context.addIssue({ code: 'custom', message });
});
export type StageConfig = z.infer<typeof StageConfig>;

/** Throws an Error that names the stage and every fault in its configuration. */
export const parseStageConfig = (stage: string, written: unknown): StageConfig => {
  const parsed = StageConfig.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new Error(`The configuration of stage ${stage} is not valid:\n${z.prettifyError(parsed.error)}`);
};
