import { describe, expect, test } from 'vitest';
import type { ResourceStatement } from '../../local/assembly/model.ts';
import { authorize, serviceIsAllowed } from '../../local/iam/authorize.ts';
import {
  accountRoot,
  aModel,
  aResourceStatement,
  aStatement,
  keyArn,
  queueArn,
  roleArn,
  topicArn,
} from './iam-builders.ts';

const decrypt = { action: 'kms:Decrypt', resource: keyArn, context: {} };
const send = { action: 'sqs:SendMessage', resource: queueArn, context: {} };
const mayDecrypt = aStatement({ id: 'Role#0', actions: ['kms:Decrypt'], resources: [keyArn] });
const maySend = aStatement({ id: 'Role#0', actions: ['sqs:SendMessage'], resources: [queueArn] });

const keyRows: readonly {
  readonly rule: string;
  readonly role: boolean;
  readonly policy: readonly ResourceStatement[];
  readonly decision: string;
}[] = [
  {
    rule: 'a key that leaves it to the account needs the role to allow it',
    role: false,
    policy: [aResourceStatement()],
    decision: 'denied',
  },
  {
    rule: 'a key that leaves it to the account lets the role decide',
    role: true,
    policy: [aResourceStatement()],
    decision: 'allowed',
  },
  {
    rule: 'a role cannot use a key that does not leave it to the account',
    role: true,
    policy: [],
    decision: 'denied',
  },
  {
    rule: 'a key that leaves only its administration to the account cannot be used',
    role: true,
    policy: [aResourceStatement({ actions: ['kms:Describe*'] })],
    decision: 'denied',
  },
  {
    rule: 'a key that names the role needs nothing of the role',
    role: false,
    policy: [aResourceStatement({ principals: [roleArn] })],
    decision: 'allowed',
  },
  {
    rule: 'a deny in the policy of the key wins',
    role: true,
    policy: [aResourceStatement(), aResourceStatement({ effect: 'Deny', principals: ['*'] })],
    decision: 'explicitly-denied',
  },
  {
    rule: 'a statement for another principal says nothing',
    role: true,
    policy: [aResourceStatement({ principals: ['sns.amazonaws.com'] })],
    decision: 'denied',
  },
];

describe('whether a role may use a key', () => {
  test.each(keyRows)('$rule', ({ role, policy, decision }) => {
    const model = aModel({ statements: role ? [mayDecrypt] : [], keyStatements: policy });
    expect(authorize(model, roleArn, decrypt).decision).toBe(decision);
  });
});

describe('whether a role may use a queue', () => {
  const policy = (given: Partial<ResourceStatement>): readonly ResourceStatement[] => [
    aResourceStatement({ id: 'Queue#0', actions: ['sqs:*'], resources: [queueArn], ...given }),
  ];

  test.each([
    ['the role alone is enough', [maySend], [], 'allowed', ['Role#0']],
    [
      'the policy of the queue alone is enough',
      [],
      policy({ principals: [roleArn] }),
      'allowed',
      ['Queue#0'],
    ],
    [
      'a queue that names the account leaves it to the role',
      [],
      policy({ principals: [accountRoot] }),
      'denied',
      [],
    ],
    [
      'a deny for everyone wins',
      [maySend],
      policy({ effect: 'Deny', principals: ['*'] }),
      'explicitly-denied',
      ['Queue#0'],
    ],
    [
      'a deny of plain HTTP spares calls over TLS',
      [maySend],
      policy({
        effect: 'Deny',
        principals: ['*'],
        conditions: { Bool: { 'aws:SecureTransport': ['false'] } },
      }),
      'allowed',
      ['Role#0'],
    ],
  ])('%s', (_rule, statements, queueStatements, decision, matched) => {
    const call = { ...send, context: { 'aws:SecureTransport': ['true'] } };
    expect(authorize(aModel({ statements, queueStatements }), roleArn, call)).toEqual({ decision, matched });
  });

  test('a role the assembly does not have is an error', () => {
    expect(() => authorize(aModel(), 'arn:aws:iam::1:role/none', send)).toThrow('arn:aws:iam::1:role/none');
  });
});

describe('whether a service may use a queue', () => {
  const policy = [
    aResourceStatement({
      actions: ['sqs:SendMessage'],
      resources: [queueArn],
      principals: ['sns.amazonaws.com'],
      conditions: { ArnEquals: { 'aws:SourceArn': [topicArn] } },
    }),
  ];

  test.each([
    ['the service and topic that the policy names', 'sns.amazonaws.com', topicArn, true],
    ['another topic', 'sns.amazonaws.com', `${topicArn}-2`, false],
    ['another service', 'events.amazonaws.com', topicArn, false],
  ])('%s', (_what, service, source, expected) => {
    expect(serviceIsAllowed(policy, service, { ...send, context: { 'aws:SourceArn': [source] } })).toBe(
      expected,
    );
  });
});
