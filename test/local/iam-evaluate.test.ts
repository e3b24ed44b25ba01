import { describe, expect, test } from 'vitest';
import type { PolicyStatement } from '../../local/assembly/model.ts';
import { evaluate, type IamCall } from '../../local/iam/evaluate.ts';
import { aStatement, tableArn, topicArn } from './iam-builders.ts';

const read = (context: IamCall['context'] = {}): IamCall => ({
  action: 'dynamodb:GetItem',
  resource: tableArn,
  context,
});

type Row = {
  /** The rule of the IAM User Guide that decides it. */
  readonly rule: string;
  readonly statements: readonly PolicyStatement[];
  readonly call?: IamCall;
  readonly decision: 'allowed' | 'denied' | 'explicitly-denied';
  readonly matched: readonly string[];
};

const logsArn = 'arn:aws:logs:eu-west-2:111122223333:log-group:/app/counter';

const rows: readonly Row[] = [
  {
    rule: 'everything is denied by default',
    statements: [],
    decision: 'denied',
    matched: [],
  },
  {
    rule: 'a matching Allow allows',
    statements: [aStatement()],
    decision: 'allowed',
    matched: ['Policy#0'],
  },
  {
    rule: 'an explicit Deny overrides every Allow',
    statements: [
      aStatement(),
      aStatement({ id: 'Policy#1', effect: 'Deny', actions: ['*'], resources: ['*'] }),
    ],
    decision: 'explicitly-denied',
    matched: ['Policy#1'],
  },
  {
    rule: 'a Deny of something else denies nothing',
    statements: [aStatement(), aStatement({ id: 'Policy#1', effect: 'Deny', actions: ['dynamodb:PutItem'] })],
    decision: 'allowed',
    matched: ['Policy#0'],
  },
  {
    rule: 'every statement that allows is named',
    statements: [aStatement(), aStatement({ id: 'Policy#1', actions: ['dynamodb:Get*'] })],
    decision: 'allowed',
    matched: ['Policy#0', 'Policy#1'],
  },
  {
    rule: 'action names are matched whatever their case',
    statements: [aStatement({ actions: ['DynamoDB:getitem'] })],
    decision: 'allowed',
    matched: ['Policy#0'],
  },
  {
    rule: 'a question mark in an action is exactly one character',
    statements: [aStatement({ actions: ['dynamodb:?etItem'] })],
    decision: 'allowed',
    matched: ['Policy#0'],
  },
  {
    rule: 'a pattern of actions does not reach other services',
    statements: [aStatement({ actions: ['sns:*'] })],
    decision: 'denied',
    matched: [],
  },
  {
    rule: 'resources are matched with their case',
    statements: [aStatement({ resources: [tableArn.replace('Parcels', 'parcels')] })],
    decision: 'denied',
    matched: [],
  },
  {
    rule: 'a table is not its indexes',
    statements: [aStatement()],
    call: { ...read(), resource: `${tableArn}/index/byDay` },
    decision: 'denied',
    matched: [],
  },
  {
    rule: 'a wildcard after the table covers its indexes',
    statements: [aStatement({ resources: [`${tableArn}/index/*`] })],
    call: { ...read(), resource: `${tableArn}/index/byDay` },
    decision: 'allowed',
    matched: ['Policy#0'],
  },
  {
    rule: 'an asterisk that ends a segment reaches past the colons after it',
    statements: [aStatement({ actions: ['logs:PutLogEvents'], resources: [`${logsArn}:*`] })],
    call: { action: 'logs:PutLogEvents', resource: `${logsArn}:log-stream:one`, context: {} },
    decision: 'allowed',
    matched: ['Policy#0'],
  },
  {
    rule: 'an asterisk inside a segment stays in it',
    statements: [
      aStatement({ actions: ['sns:Publish'], resources: ['arn:aws:s*s:eu-west-2:111122223333:news'] }),
    ],
    call: { action: 'sns:Publish', resource: 'arn:aws:sns:x:s:eu-west-2:111122223333:news', context: {} },
    decision: 'denied',
    matched: [],
  },
  {
    rule: 'the characters of an arn are no pattern: a dot is a dot',
    statements: [aStatement({ actions: ['sns:Publish'], resources: [topicArn.replace('news', 'ne.s')] })],
    call: { action: 'sns:Publish', resource: topicArn, context: {} },
    decision: 'denied',
    matched: [],
  },
];

describe('what a set of statements says of a call', () => {
  test.each(rows)('$rule', ({ statements, call = read(), decision, matched }) => {
    expect(evaluate(statements, call)).toEqual({ decision, matched });
  });
});

type ConditionRow = {
  readonly rule: string;
  readonly conditions: PolicyStatement['conditions'];
  readonly context: IamCall['context'];
  readonly holds: boolean;
};

const leading = (operator: string, ...values: readonly string[]) => ({
  [operator]: { 'dynamodb:LeadingKeys': values },
});

const conditionRows: readonly ConditionRow[] = [
  {
    rule: 'StringEquals is exact',
    conditions: { StringEquals: { 'kms:ViaService': ['dynamodb.eu-west-2.amazonaws.com'] } },
    context: { 'kms:ViaService': ['dynamodb.eu-west-2.amazonaws.com'] },
    holds: true,
  },
  {
    rule: 'StringEquals takes case into account',
    conditions: { StringEquals: { 'kms:ViaService': ['DynamoDB.eu-west-2.amazonaws.com'] } },
    context: { 'kms:ViaService': ['dynamodb.eu-west-2.amazonaws.com'] },
    holds: false,
  },
  {
    rule: 'StringEquals takes an asterisk for an asterisk',
    conditions: { StringEquals: { 'kms:ViaService': ['*'] } },
    context: { 'kms:ViaService': ['sns.eu-west-2.amazonaws.com'] },
    holds: false,
  },
  {
    rule: 'a missing key fails an operator without IfExists',
    conditions: { StringEquals: { 'kms:ViaService': ['sns.eu-west-2.amazonaws.com'] } },
    context: {},
    holds: false,
  },
  {
    rule: 'several values are joined by OR',
    conditions: { StringLike: { 'kms:ViaService': ['sqs.*', 'sns.*'] } },
    context: { 'kms:ViaService': ['sns.eu-west-2.amazonaws.com'] },
    holds: true,
  },
  {
    rule: 'several keys are joined by AND',
    conditions: { StringLike: { 'kms:ViaService': ['sns.*'], 'aws:SourceAccount': ['1'] } },
    context: { 'kms:ViaService': ['sns.eu-west-2.amazonaws.com'] },
    holds: false,
  },
  {
    rule: 'several operators are joined by AND',
    conditions: { StringLike: { 'kms:ViaService': ['sns.*'] }, Bool: { 'aws:SecureTransport': ['false'] } },
    context: { 'kms:ViaService': ['sns.eu-west-2.amazonaws.com'], 'aws:SecureTransport': ['true'] },
    holds: false,
  },
  {
    rule: 'condition keys are matched whatever their case',
    conditions: { Bool: { 'AWS:securetransport': ['true'] } },
    context: { 'aws:SecureTransport': ['true'] },
    holds: true,
  },
  {
    rule: 'ArnLike matches each part of an arn by itself',
    conditions: { ArnLike: { 'aws:SourceArn': ['arn:aws:sns:*:111122223333:*'] } },
    context: { 'aws:SourceArn': [topicArn] },
    holds: true,
  },
  {
    rule: 'an asterisk in one part of an arn does not reach the next',
    conditions: { ArnLike: { 'aws:SourceArn': ['arn:aws:sns:*:news'] } },
    context: { 'aws:SourceArn': [topicArn] },
    holds: false,
  },
  {
    rule: 'ArnEquals takes wildcards as ArnLike does',
    conditions: { ArnEquals: { 'aws:SourceArn': ['arn:aws:sns:eu-west-?:111122223333:news'] } },
    context: { 'aws:SourceArn': [topicArn] },
    holds: true,
  },
  {
    rule: 'ForAllValues needs every value to match',
    conditions: leading('ForAllValues:StringLike', 'P#*'),
    context: { 'dynamodb:LeadingKeys': ['P#1', 'Q#1'] },
    holds: false,
  },
  {
    rule: 'ForAllValues holds where every value matches one of those wanted',
    conditions: leading('ForAllValues:StringLike', 'P#*', 'Q#?'),
    context: { 'dynamodb:LeadingKeys': ['P#1', 'Q#1'] },
    holds: true,
  },
  {
    rule: 'ForAllValues holds where the key is missing (the trap)',
    conditions: leading('ForAllValues:StringEquals', 'P#1'),
    context: {},
    holds: true,
  },
  {
    rule: 'Null false beside ForAllValues closes the trap',
    conditions: {
      ...leading('ForAllValues:StringEquals', 'P#1'),
      Null: { 'dynamodb:LeadingKeys': ['false'] },
    },
    context: {},
    holds: false,
  },
  {
    rule: 'Null false holds where the key is present',
    conditions: {
      ...leading('ForAllValues:StringEquals', 'P#1'),
      Null: { 'dynamodb:LeadingKeys': ['false'] },
    },
    context: { 'dynamodb:LeadingKeys': ['P#1'] },
    holds: true,
  },
  {
    rule: 'Null true holds where the key is missing',
    conditions: { Null: { 'dynamodb:LeadingKeys': ['true'] } },
    context: {},
    holds: true,
  },
  {
    rule: 'ForAnyValue needs one value to match',
    conditions: leading('ForAnyValue:StringLike', 'P#*'),
    context: { 'dynamodb:LeadingKeys': ['P#1', 'Q#1'] },
    holds: true,
  },
  {
    rule: 'ForAnyValue fails where the key is missing',
    conditions: leading('ForAnyValue:StringLike', '*'),
    context: {},
    holds: false,
  },
  {
    rule: 'an encryption context is compared by the name it has',
    conditions: { StringEquals: { 'kms:EncryptionContext:aws:dynamodb:tableName': ['Parcels'] } },
    context: { 'kms:EncryptionContext:aws:dynamodb:tableName': ['Parcels'] },
    holds: true,
  },
];

describe('whether a condition holds', () => {
  test.each(conditionRows)('$rule', ({ conditions, context, holds }) => {
    expect(evaluate([aStatement({ conditions })], read(context)).decision).toBe(holds ? 'allowed' : 'denied');
  });
});

describe('what cannot be evaluated is an error, whatever the call', () => {
  test.each([
    ['an operator', { StringNotLike: { 'kms:ViaService': ['x'] } }, 'the condition operator StringNotLike'],
    [
      'an operator with IfExists',
      { StringEqualsIfExists: { 'kms:ViaService': ['x'] } },
      'StringEqualsIfExists',
    ],
    ['a key', { StringEquals: { 'aws:PrincipalOrgID': ['o-1'] } }, 'the condition key aws:PrincipalOrgID'],
    ['leading keys without a set operator', leading('StringLike', 'P#*'), 'dynamodb:LeadingKeys'],
    ['a variable', { StringLike: { 'kms:ViaService': [`\${aws:username}`] } }, 'the policy variable'],
  ])('%s that is unknown', (_what, conditions, message) => {
    const elsewhere = aStatement({ id: 'App/Other#3', actions: ['sns:Publish'], conditions });
    expect(() => evaluate([elsewhere], read())).toThrow(message);
    expect(() => evaluate([elsewhere], read())).toThrow('App/Other#3');
  });
});
