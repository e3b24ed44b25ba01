import { createHash } from 'node:crypto';

/** What `Ref` and `Fn::GetAtt` give of a resource. */
export type Identity = {
  readonly name: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
};

type Place = { readonly region: string; readonly account: string };

type Naming = {
  /** Property that gives the name, where the template gives one. */
  readonly nameProperty?: string;
  readonly identify: (name: string, digest: string, place: Place) => Omit<Identity, 'name'>;
};

/** Stands for the date label that AWS gives to a table's stream. */
const streamLabel = '2000-01-01T00:00:00.000';

const table: Naming = {
  nameProperty: 'TableName',
  identify: (name, _digest, { region, account }) => {
    const arn = `arn:aws:dynamodb:${region}:${account}:table/${name}`;
    return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/${streamLabel}` } };
  },
};

const byName = (nameProperty: string): Naming => ({
  nameProperty,
  identify: (name) => ({ ref: name, attributes: {} }),
});

const byDigest = (attribute: string): Naming => ({
  identify: (_name, digest) => ({
    ref: digest.slice(0, 10),
    attributes: { [attribute]: digest.slice(0, 10) },
  }),
});

/** A digest in the shape of the ids that AWS makes at random. */
const uuidOf = (digest: string): string =>
  digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** Each supported type of resource, and the ignored ones that supported ones refer to. */
const namings: Readonly<Record<string, Naming>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    identify: (name, _digest, { region, account }) => {
      const url = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
      return {
        ref: url,
        attributes: { Arn: `arn:aws:sqs:${region}:${account}:${name}`, QueueName: name, QueueUrl: url },
      };
    },
  },
  'AWS::SQS::QueuePolicy': byDigest('Id'),
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    identify: (name, _digest, { region, account }) => {
      const arn = `arn:aws:sns:${region}:${account}:${name}`;
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
  },
  'AWS::SNS::TopicPolicy': byDigest('Id'),
  'AWS::SNS::Subscription': byDigest('Id'),
  'AWS::KMS::Key': {
    identify: (_name, digest, { region, account }) => {
      const keyId = uuidOf(digest);
      return {
        ref: keyId,
        attributes: { Arn: `arn:aws:kms:${region}:${account}:key/${keyId}`, KeyId: keyId },
      };
    },
  },
  'AWS::KMS::Alias': byName('AliasName'),
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    identify: (name, _digest, { account }) => ({
      ref: name,
      attributes: { Arn: `arn:aws:iam::${account}:role/${name}` },
    }),
  },
  'AWS::IAM::Policy': byName('PolicyName'),
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    identify: (name, _digest, { account }) => {
      const arn = `arn:aws:iam::${account}:policy/${name}`;
      return { ref: arn, attributes: { PolicyArn: arn } };
    },
  },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    identify: (name, _digest, { region, account }) => ({
      ref: name,
      attributes: { Arn: `arn:aws:lambda:${region}:${account}:function:${name}` },
    }),
  },
  'AWS::Lambda::EventSourceMapping': {
    identify: (_name, digest, { region, account }) => {
      const uuid = uuidOf(digest);
      const arn = `arn:aws:lambda:${region}:${account}:event-source-mapping:${uuid}`;
      return { ref: uuid, attributes: { Id: uuid, EventSourceMappingArn: arn } };
    },
  },
  'AWS::Lambda::Permission': byDigest('Id'),
  'AWS::ApiGatewayV2::Api': {
    identify: (_name, digest, { region }) => {
      const id = digest.slice(0, 10);
      const endpoint = `https://${id}.execute-api.${region}.amazonaws.com`;
      return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
    },
  },
  'AWS::ApiGatewayV2::Route': byDigest('RouteId'),
  'AWS::ApiGatewayV2::Integration': byDigest('IntegrationId'),
  'AWS::ApiGatewayV2::Stage': byName('StageName'),
  'AWS::ApiGatewayV2::Authorizer': byDigest('AuthorizerId'),
  'AWS::Cognito::UserPool': {
    identify: (_name, digest, { region, account }) => {
      const id = `${region}_${digest.slice(0, 9)}`;
      const provider = `cognito-idp.${region}.amazonaws.com/${id}`;
      const arn = `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
      return {
        ref: id,
        attributes: { Arn: arn, UserPoolId: id, ProviderName: provider, ProviderURL: `https://${provider}` },
      };
    },
  },
  'AWS::Cognito::UserPoolDomain': byName('Domain'),
  'AWS::Cognito::UserPoolResourceServer': byName('Identifier'),
  'AWS::Cognito::UserPoolClient': {
    identify: (_name, digest) => ({
      ref: digest.slice(0, 26),
      attributes: { ClientId: digest.slice(0, 26) },
    }),
  },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    identify: (name, _digest, { region, account }) => ({
      ref: name,
      attributes: { Arn: `arn:aws:events:${region}:${account}:rule/${name}` },
    }),
  },
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    identify: (name, _digest, { region, account }) => ({
      ref: name,
      attributes: { Arn: `arn:aws:scheduler:${region}:${account}:schedule/default/${name}` },
    }),
  },
  'AWS::Logs::MetricFilter': byName('FilterName'),
  'AWS::CloudWatch::Alarm': {
    nameProperty: 'AlarmName',
    identify: (name, _digest, { region, account }) => ({
      ref: name,
      attributes: { Arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}` },
    }),
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    identify: (name, _digest, { region, account }) => ({
      ref: name,
      attributes: { Arn: `arn:aws:logs:${region}:${account}:log-group:${name}:*` },
    }),
  },
};

const otherwise: Naming = { identify: (name) => ({ ref: name, attributes: {} }) };

/** The property that names a resource of a type, if the template may give one. */
export const namePropertyOf = (type: string): string | undefined => (namings[type] ?? otherwise).nameProperty;

/**
 * The identity a resource has in the local stack: the template's name, or one
 * made of the stack and the logical id, so that it stays the same from one
 * synthesis to the next.
 */
export const identify = (
  type: string,
  owner: { readonly stackName: string; readonly logicalId: string },
  givenName: string | undefined,
  place: Place,
): Identity => {
  const digest = createHash('sha256').update(`${owner.stackName}/${owner.logicalId}`).digest('hex');
  const name = givenName ?? shortened(`${owner.stackName}-${owner.logicalId}`, digest);
  return { name, ...(namings[type] ?? otherwise).identify(name, digest, place) };
};

/** Names of functions and roles hold at most 64 characters, the least of the types named here. */
const shortened = (name: string, digest: string): string =>
  name.length <= 64 ? name : `${name.slice(0, 55)}-${digest.slice(0, 8)}`;
