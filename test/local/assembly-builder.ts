import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type HandWrittenStack = {
  readonly environment?: string;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly transform?: string;
};

/** Writes a cloud assembly by hand, for templates that the CDK would not make, and gives its folder. */
export const writeAssembly = async (stacks: Readonly<Record<string, HandWrittenStack>>): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'assembly-'));
  await mkdir(join(directory, 'asset.code'));
  const artifacts: Record<string, unknown> = {
    Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
  };
  for (const [name, stack] of Object.entries(stacks)) {
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: stack.environment ?? 'aws://111122223333/eu-west-2',
      properties: { templateFile: `${name}.json` },
    };
    await writeJson(join(directory, `${name}.json`), {
      Resources: stack.resources,
      Outputs: stack.outputs,
      Transform: stack.transform,
    });
  }
  await writeJson(join(directory, 'assets.json'), {
    files: {
      code: {
        source: { path: 'asset.code', packaging: 'zip' },
        destinations: { here: { bucketName: 'assets', objectKey: 'code.zip' } },
      },
    },
  });
  await writeJson(join(directory, 'manifest.json'), { version: '1', artifacts });
  return directory;
};

const writeJson = (file: string, value: unknown): Promise<void> => writeFile(file, JSON.stringify(value));

/** A resource with the path that the CDK's command line would give it. */
export const aResource = (path: string, type: string, properties: unknown = {}) => ({
  Type: type,
  Properties: properties,
  Metadata: { 'aws:cdk:path': path },
});

/** A statement of a policy document. */
export const allow = (action: string | readonly string[], resource: unknown, condition?: unknown) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
});

export const aRole = (path: string, statements: readonly unknown[], service = 'lambda.amazonaws.com') =>
  aResource(path, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
    },
    Policies: [{ PolicyName: 'Own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  });

export const aTable = (path: string, extra: object = {}) =>
  aResource(path, 'AWS::DynamoDB::Table', {
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'day', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byDay',
        KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
    StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    ...extra,
  });

/** A key that leaves everything to the account's policies. */
export const aKey = (path: string, extra: object = {}) =>
  aResource(path, 'AWS::KMS::Key', {
    KeyPolicy: {
      Version: '2012-10-17',
      Statement: [{ ...allow('kms:*', '*'), Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    },
    ...extra,
  });

export const aFunction = (path: string, role: string, extra: object = {}) =>
  aResource(path, 'AWS::Lambda::Function', {
    Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': [role, 'Arn'] },
    ...extra,
  });
