import { join } from 'node:path';
import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RecordTable } from './record-table.ts';

const root = join(import.meta.dirname, '..');

/** What every function of a deployment has in common. */
export type FunctionSettings = {
  readonly logKey: IKey;
  readonly logRetentionDays: logs.RetentionDays;
};

export type TidelineFunctionProps = {
  /** Name of the file in functions/ that exports `handler`. */
  readonly entry: string;
  readonly settings: FunctionSettings;
  readonly timeout: Duration;
};

/** What a function may do to the items whose partition keys begin with one of the prefixes, and why. */
export type ItemAccess = {
  readonly sid: string;
  readonly action:
    | 'dynamodb:GetItem'
    | 'dynamodb:BatchGetItem'
    | 'dynamodb:Query'
    | 'dynamodb:PutItem'
    | 'dynamodb:UpdateItem'
    | 'dynamodb:DeleteItem';
  readonly prefixes: readonly string[];
};

/**
 * A function with a role of its own that may do only what is bound to it. A
 * binding gives the grant and the environment variable together, so that neither
 * can be forgotten.
 */
export class TidelineFunction extends Construct {
  readonly function: NodejsFunction;
  readonly logGroup: logs.LogGroup;
  readonly #policy: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, { entry, settings, timeout }: TidelineFunctionProps) {
    super(scope, id);
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      encryptionKey: settings.logKey,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.#policy = new iam.ManagedPolicy(this, 'Policy', {
      description: `What ${entry} may do, and nothing else`,
      statements: [
        new iam.PolicyStatement({
          sid: 'WriteItsLogs',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [this.logGroup.logGroupArn],
        }),
      ],
    });
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [this.#policy],
    });
    this.function = new NodejsFunction(this, 'Function', {
      entry: join(root, 'functions', `${entry}.ts`),
      projectRoot: root,
      depsLockFilePath: join(root, 'package-lock.json'),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 512,
      timeout,
      logGroup: this.logGroup,
      // A role that nothing in the CDK can add to: what is granted is what is written here.
      role: role.withoutPolicyUpdates(),
      bundling: {
        format: OutputFormat.ESM,
        mainFields: ['module', 'main'],
        target: 'node24',
        minify: true,
        sourceMap: false,
        externalModules: [],
        logLevel: LogLevel.WARNING,
      },
    });
  }

  /** Grants one thing; the statement id says why. */
  allow(statement: iam.PolicyStatementProps & { readonly sid: string }): void {
    this.#policy.addStatements(new iam.PolicyStatement(statement));
  }

  setEnvironment(name: string, value: string): void {
    this.function.addEnvironment(name, value);
  }

  /**
   * The table, item by item. One statement per action: a transaction may be
   * judged with the keys of all its items together. `ForAllValues` is also true
   * of a request without keys, hence `Null`.
   */
  bindTable(records: RecordTable, access: readonly ItemAccess[]): void {
    this.setEnvironment('TABLE_NAME', records.table.tableName);
    for (const { sid, action, prefixes } of access) {
      this.allow({
        sid,
        actions: [action],
        resources: [records.table.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`) },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      });
    }
    // DynamoDB decrypts the table's data, and its stream's, as whoever asks for it.
    this.allow({
      sid: 'DecryptTheTable',
      actions: ['kms:Decrypt'],
      resources: [records.key.keyArn],
      conditions: throughService(this, 'dynamodb'),
    });
  }
}

/** Holds where the key is used by that service in the function's name, and not by the function itself. */
export const throughService = (
  scope: Construct,
  service: string,
): Record<string, Record<string, string>> => ({
  StringEquals: { 'kms:ViaService': `${service}.${Stack.of(scope).region}.amazonaws.com` },
});
