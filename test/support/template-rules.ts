import { textsOf } from '../template/synthesize.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is plain JSON.
type Plain = any;

/** The two templates of a stage, as plain JSON. */
export type Templates = { readonly state: Plain; readonly service: Plain };

/** Something that is never so in any stage: a sentence for each place where it is, and how many places were looked at. */
export type Rule = {
  readonly title: string;
  readonly look: (templates: Templates) => { readonly faults: readonly string[]; readonly looked: number };
};

const resources = ({ state, service }: Templates, type: string): readonly [string, Plain][] =>
  [state, service].flatMap(({ Resources }) =>
    Object.entries<Plain>(Resources).filter(([, { Type }]) => Type === type),
  );

/** A rule for each resource of some types: why one breaks it, or undefined. */
const each = (
  types: readonly string[],
  why: (resource: Plain, templates: Templates, id: string) => string | undefined,
): Rule['look'] => {
  return (templates) => {
    const found = types.flatMap((type) => resources(templates, type));
    return {
      faults: found.flatMap(([id, resource]) => {
        const fault = why(resource, templates, id);
        return fault === undefined ? [] : [`${id} ${fault}`];
      }),
      looked: found.length,
    };
  };
};

const encrypted: Readonly<Record<string, (properties: Plain) => boolean>> = {
  'AWS::DynamoDB::Table': ({ SSESpecification }) => SSESpecification?.KMSMasterKeyId !== undefined,
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId !== undefined,
  'AWS::SQS::Queue': ({ SqsManagedSseEnabled, KmsMasterKeyId }) =>
    SqsManagedSseEnabled === true || KmsMasterKeyId !== undefined,
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId !== undefined,
};

const kept: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::Cognito::UserPool',
  'AWS::Logs::LogGroup',
]);

/** Which service may use which key, and what its use is bound to: nothing outside this account and deployment. */
const servicesOfKeys: Readonly<Record<string, string>> = {
  'cloudwatch.amazonaws.com': 'aws:SourceAccount',
  'logs.eu-west-2.amazonaws.com': 'kms:EncryptionContext:aws:logs:arn',
};

const streamOf = ({ EventSourceArn }: Plain): string | undefined => {
  const name = EventSourceArn?.['Fn::ImportValue'];
  return typeof name === 'string' && name.includes('StreamArn') ? name : undefined;
};

/** By which property a resource would get a name of ours. (A domain has no other; it carries the account's number.) */
const physicalNames: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  'AWS::Cognito::UserPool': ['UserPoolName'],
  'AWS::Cognito::UserPoolClient': ['ClientName'],
  'AWS::DynamoDB::Table': ['TableName'],
  'AWS::Events::Rule': ['Name'],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName'],
  'AWS::IAM::Role': ['RoleName'],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::SNS::Topic': ['TopicName'],
  'AWS::SQS::Queue': ['QueueName'],
};

/** What tells of a person: an address, a mobile number, a postcode, an NHS number, a date of birth. */
const personal =
  /[\w.+-]+@(?!example\.com)[\w-]+\.\w+|(\+44|\b0)7(?!700900)\d{9}\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\b\d{3} \d{3} \d{4}\b|"dateOfBirth"/;

export const rules: readonly Rule[] = [
  {
    title: 'whatever keeps something is encrypted',
    look: each(Object.keys(encrypted), ({ Type, Properties }) =>
      encrypted[Type]?.(Properties ?? {}) === true ? undefined : 'is not encrypted with a key',
    ),
  },
  {
    title: 'a key is used by no service but those named, each bound to this account or deployment',
    look: each(['AWS::KMS::Key'], ({ Properties }) => {
      const faults = Properties.KeyPolicy.Statement.flatMap(({ Sid, Principal, Condition }: Plain) => {
        if (Principal === '*' || Principal?.AWS === '*') return [`lets everybody in (${Sid})`];
        return [Principal?.Service ?? []].flat().flatMap((service: string) => {
          const bound = servicesOfKeys[service];
          if (bound === undefined) return [`lets ${service} in (${Sid})`];
          const conditions = Object.values<Plain>(Condition ?? {}).flatMap((one) => Object.keys(one));
          return conditions.includes(bound) ? [] : [`lets ${service} in for whomever (${Sid})`];
        });
      });
      return faults.length === 0 ? undefined : faults.join(', ');
    }),
  },
  {
    title: 'a stream shows keys alone',
    look: each(['AWS::DynamoDB::Table'], ({ Properties }) =>
      Properties.StreamSpecification?.StreamViewType === 'KEYS_ONLY' ? undefined : 'streams more than keys',
    ),
  },
  {
    title: 'a stream has exactly two readers',
    look: (templates) => {
      const readers = resources(templates, 'AWS::Lambda::EventSourceMapping').flatMap(
        ([, { Properties }]) => streamOf(Properties) ?? [],
      );
      return {
        faults: readers.length === 2 ? [] : [`${readers.length} functions read the stream`],
        looked: readers.length,
      };
    },
  },
  {
    title: 'what a reader of the stream gives up is reported',
    look: each(['AWS::Lambda::EventSourceMapping'], ({ Properties }) =>
      streamOf(Properties) === undefined || Properties.DestinationConfig?.OnFailure?.Destination !== undefined
        ? undefined
        : 'reports nothing that it gives up',
    ),
  },
  {
    title: 'what a subscription cannot deliver is kept',
    look: each(['AWS::SNS::Subscription'], ({ Properties }) =>
      Properties.RedrivePolicy?.deadLetterTargetArn === undefined
        ? 'keeps nothing that it cannot deliver'
        : undefined,
    ),
  },
  {
    title: 'a message that fails again and again is set aside, and kept for fourteen days',
    look: each(['AWS::SQS::Queue'], ({ Properties }, templates, id) => {
      if (Properties.MessageRetentionPeriod !== 14 * 24 * 60 * 60) return 'keeps messages for another time';
      const isTheLast = JSON.stringify(resources(templates, 'AWS::SQS::Queue')).includes(
        `"deadLetterTargetArn":{"Fn::GetAtt":["${id}"`,
      );
      return Properties.RedrivePolicy !== undefined || isTheLast ? undefined : 'sets no message aside';
    }),
  },
  {
    title: 'what cannot be made again is kept when its stack goes, and logs for a stated time',
    look: each([...kept], ({ Type, Properties, DeletionPolicy, UpdateReplacePolicy }) => {
      if (DeletionPolicy !== 'RetainExceptOnCreate' || UpdateReplacePolicy !== 'Retain') return 'is not kept';
      return Type === 'AWS::Logs::LogGroup' && Properties.RetentionInDays === undefined
        ? 'is kept for ever'
        : undefined;
    }),
  },
  {
    title: 'nothing has a physical name, so that each can be replaced and deployed twice',
    look: (templates) => {
      const all = [templates.state, templates.service].flatMap(({ Resources }) =>
        Object.entries<Plain>(Resources),
      );
      return {
        faults: all.flatMap(([id, { Type, Properties = {} }]) =>
          (physicalNames[Type] ?? [])
            .filter((name) => name in Properties)
            .map((name) => `${id} has a ${name}`),
        ),
        looked: all.length,
      };
    },
  },
  {
    title: 'stacks refer to each other strongly',
    look: (templates) => {
      const imports = textsOf(templates).filter(({ path }) => path.endsWith('/Fn::ImportValue'));
      const exported = new Set(
        Object.values<Plain>(templates.state.Outputs ?? {}).map(({ Export }) => Export?.Name),
      );
      const weak = textsOf(templates).filter(
        ({ path, text }) => path.includes('Fn::GetStackOutput') || text.startsWith('{{resolve:ssm'),
      );
      return {
        faults: [
          ...imports
            .filter(({ text }) => !exported.has(text))
            .map(({ path }) => `${path} is exported by nobody`),
          ...weak.map(({ path }) => `${path} is a weak reference`),
        ],
        looked: imports.length,
      };
    },
  },
  {
    title: 'nothing in a template or an output tells of a person',
    look: (templates) => {
      const texts = textsOf(templates);
      return {
        faults: texts
          .filter(({ text }) => personal.test(text))
          .map(({ path }) => `${path} tells of a person`),
        looked: texts.length,
      };
    },
  },
];
