import * as z from 'zod';

/** Short lower-case names; they become scope names, construct ids and log fields. */
const Slug = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be lower-case letters, digits and hyphens');

/** Opaque: a recipient's id goes into messages and filters and never changes, so it must say nothing of the person. */
const RecipientId = z
  .string()
  .regex(/^person-[a-z0-9]{4,16}$/, 'must be person- and 4 to 16 letters or digits');

/**
 * Only reserved domains and Ofcom's numbers for drama can be written here: a real
 * person's address does not belong in version control.
 */
const SampleEndpoints = z.strictObject({
  email: z
    .string()
    .regex(/^[a-z0-9.-]+@example\.com$/, 'must be a sample address at example.com')
    .optional(),
  sms: z
    .string()
    .regex(/^\+447700900\d{3}$/, 'must be a sample number, +447700900 and three digits')
    .optional(),
});

const channel = z.enum(['email', 'sms']);

/**
 * A manager on the roster, as `send-alert` is told of them; `endpoints` stays in
 * the infrastructure. A real person has none here, and is subscribed once the
 * stage is deployed.
 */
const RecipientConfig = z.strictObject({
  id: RecipientId,
  areaWide: z.boolean(),
  teams: z.array(Slug),
  severities: z.array(z.enum(['watch', 'escalate', 'urgent'])).min(1),
  channels: z.array(channel).min(1),
  /** 1, the manager of the team, where not said; the tier above has the next number. */
  tier: z.int().min(1).max(5).optional(),
  endpoints: SampleEndpoints.optional(),
});
export type RecipientConfig = z.infer<typeof RecipientConfig>;

/** The roster as JSON: who is told of what by opaque id, without an address. */
export const rosterJson = (recipients: readonly RecipientConfig[]): string =>
  JSON.stringify(recipients.map(({ endpoints: _, ...recipient }) => recipient));

/**
 * The roster is one variable of a function's environment, and Lambda takes 4 KB of
 * those together: what is left is for the names and values of the others. Nothing
 * in a roster takes more than one byte a character.
 */
const longestRoster = 3000;

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
  sourceSystems: z.array(Slug).min(1),
  clients: z.array(ClientConfig).min(1),
  recipients: z.array(RecipientConfig),
});

type Fields = z.infer<typeof fields>;

/** What was decided, and which timelines are one family, is said in no source's name. */
const writesAsASource = (name: string): boolean => name === 'referrals:write' || name === 'events:write';

const repeated = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

/** What must hold between fields; each sentence names what is wrong. */
const contradictions = (config: Fields): readonly string[] => [
  ...repeated(config.sourceSystems).map((name) => `source system ${name} is listed twice`),
  ...repeated(config.clients.map(({ id }) => id)).map((id) => `client ${id} is listed twice`),
  ...repeated(config.recipients.map(({ id }) => id)).map((id) => `recipient ${id} is listed twice`),
  ...config.clients.flatMap(({ id, sources }) =>
    sources
      .filter((source) => !config.sourceSystems.includes(source))
      .map((source) => `client ${id} is bound to ${source}, which is not a source system`),
  ),
  ...config.clients
    .filter(({ scopes, sources }) => scopes.some(writesAsASource) !== sources.length > 0)
    .map(
      ({ id }) => `client ${id} must have sources if it writes referrals or events, and none if it does not`,
    ),
  ...config.recipients.flatMap(({ id, channels, endpoints }) =>
    channel.options
      .filter((name) => endpoints && channels.includes(name) !== (endpoints[name] !== undefined))
      .map((name) => `recipient ${id} must have a sample ${name} endpoint if and only if it is a channel`),
  ),
  ...config.recipients
    .filter(({ areaWide, teams }) => !areaWide && teams.length === 0)
    .map(({ id }) => `recipient ${id} has no team and is not area-wide, so nothing would reach them`),
  ...faultsOfRoster(config.recipients),
];

/** What must hold of the recipients together. */
const faultsOfRoster = (recipients: readonly RecipientConfig[]): readonly string[] => {
  const { length } = rosterJson(recipients);
  return [
    ...(recipients.some(({ areaWide }) => areaWide)
      ? []
      : ['no recipient is area-wide, and an alert must always reach somebody']),
    ...(length > longestRoster
      ? [`the roster is ${length} characters of JSON, and ${longestRoster} fit into a function's environment`]
      : []),
  ];
};

/** What differs between one deployment and another. */
export const StageConfig = fields.superRefine((config, context) => {
  for (const message of contradictions(config)) context.addIssue({ code: 'custom', message });
});
export type StageConfig = z.infer<typeof StageConfig>;

/** Throws an Error that names the stage and every fault in its configuration. */
export const parseStageConfig = (stage: string, written: unknown): StageConfig => {
  const parsed = StageConfig.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new Error(`The configuration of stage ${stage} is not valid:\n${z.prettifyError(parsed.error)}`);
};
