import { describe, expect, test } from 'vitest';
import type { AssemblyModel } from '../../local/assembly/model.ts';
import { createCallLedger } from '../../local/gateway/call-ledger.ts';
import { auditGrants } from '../../local/iam/audit-grants.ts';
import { authorize } from '../../local/iam/authorize.ts';
import { withoutStatement } from '../../local/iam/without-statement.ts';
import { aModel, aResourceStatement, aStatement, keyArn, roleArn, tableArn } from './iam-builders.ts';

const counter = { functionPath: 'App/Counter', roleArn };
const at = new Date('2026-11-02T09:00:00Z');

const recorded = (model: AssemblyModel, ...actions: readonly string[]) => {
  const ledger = createCallLedger(model, () => at);
  for (const action of actions)
    ledger.judge(counter, [{ action, resource: tableArn, context: {}, implied: false }]);
  return ledger.calls();
};

describe('what the grants of an assembly are used for', () => {
  test('a statement that no call needs is unused, and one that a call needs is not', () => {
    const model = aModel({
      statements: [
        aStatement({ id: 'A#0', actions: ['dynamodb:GetItem'] }),
        aStatement({ id: 'A#1', actions: ['dynamodb:PutItem'] }),
      ],
    });
    const audit = auditGrants(model, recorded(model, 'dynamodb:GetItem'));
    expect(audit.unused).toEqual(['A#1']);
    expect([...audit.neededBy.keys()]).toEqual(['A#0']);
    expect(audit.neededBy.get('A#0')?.map(({ action }) => action)).toEqual(['dynamodb:GetItem']);
    expect(audit.unusedActions).toEqual([{ statementId: 'A#1', action: 'dynamodb:PutItem' }]);
  });

  test('of two statements that allow the same, neither is needed', () => {
    const model = aModel({
      statements: [aStatement({ id: 'A#0' }), aStatement({ id: 'A#1', actions: ['dynamodb:Get*'] })],
    });
    expect(auditGrants(model, recorded(model, 'dynamodb:GetItem')).unused).toEqual(['A#0', 'A#1']);
  });

  test('an action of a needed statement that no call used is named as it is written', () => {
    const model = aModel({
      statements: [
        aStatement({ id: 'A#0', actions: ['dynamodb:GetItem', 'dynamodb:Put*', 'dynamodb:Query'] }),
      ],
    });
    expect(auditGrants(model, recorded(model, 'dynamodb:GetItem', 'dynamodb:PutItem')).unusedActions).toEqual(
      [{ statementId: 'A#0', action: 'dynamodb:Query' }],
    );
  });

  test('of several resources, and of several values of a condition, those that no call needed are named', () => {
    const model = aModel({
      statements: [
        aStatement({
          id: 'A#0',
          actions: ['dynamodb:GetItem'],
          resources: [tableArn, `${tableArn}2`],
          conditions: {
            'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['CAT#*', 'DOG#*'] },
            StringEquals: { 'aws:SourceAccount': ['111111111111'] },
          },
        }),
      ],
    });
    const ledger = createCallLedger(model, () => at);
    const context = { 'dynamodb:LeadingKeys': ['CAT#1'], 'aws:SourceAccount': ['111111111111'] };
    ledger.judge(counter, [{ action: 'dynamodb:GetItem', resource: tableArn, context, implied: false }]);
    expect(auditGrants(model, ledger.calls()).unusedParts).toEqual([
      { statementId: 'A#0', part: `${tableArn}2` },
      { statementId: 'A#0', part: 'dynamodb:LeadingKeys DOG#*' },
    ]);
  });

  test('a call that was refused needs nothing', () => {
    const model = aModel({ statements: [aStatement({ id: 'A#0', actions: ['dynamodb:GetItem'] })] });
    expect(auditGrants(model, recorded(model, 'dynamodb:PutItem')).unused).toEqual(['A#0']);
  });

  test('an action that a deny always takes back is not used', () => {
    const model = aModel({
      statements: [
        aStatement({ id: 'A#0', actions: ['dynamodb:DeleteItem'] }),
        aStatement({ id: 'A#1', effect: 'Deny', actions: ['dynamodb:DeleteItem'] }),
      ],
    });
    expect(auditGrants(model, recorded(model, 'dynamodb:DeleteItem')).unusedActions).toEqual([
      { statementId: 'A#0', action: 'dynamodb:DeleteItem' },
    ]);
  });

  test('a deny grants nothing and is not reported', () => {
    const model = aModel({
      statements: [aStatement({ id: 'A#0', effect: 'Deny', actions: ['dynamodb:DeleteItem'] })],
    });
    expect(auditGrants(model, [])).toEqual({
      unused: [],
      neededBy: new Map(),
      unusedActions: [],
      unusedParts: [],
    });
  });

  test('a grant that the policy of the resource makes superfluous is unused', () => {
    const model = aModel({
      statements: [aStatement({ id: 'A#0', actions: ['kms:Decrypt'], resources: [keyArn] })],
      keyStatements: [aResourceStatement({ principals: [roleArn] })],
    });
    const ledger = createCallLedger(model, () => at);
    ledger.judge(counter, [{ action: 'kms:Decrypt', resource: keyArn, context: {}, implied: true }]);
    expect(auditGrants(model, ledger.calls()).unused).toEqual(['A#0']);
  });
});

describe('a model without one statement', () => {
  test('denies what only that statement allowed, and keeps the rest', () => {
    const model = aModel({
      statements: [aStatement({ id: 'A#0' }), aStatement({ id: 'A#1', actions: ['dynamodb:PutItem'] })],
    });
    const without = withoutStatement(model, 'A#0');
    const decide = (action: string) =>
      authorize(without, roleArn, { action, resource: tableArn, context: {} }).decision;
    expect(decide('dynamodb:GetItem')).toBe('denied');
    expect(decide('dynamodb:PutItem')).toBe('allowed');
  });

  test('may lack a statement of a resource', () => {
    const model = aModel({ statements: [aStatement({ actions: ['kms:Decrypt'], resources: [keyArn] })] });
    const without = withoutStatement(model, 'ResourcePolicy#0');
    expect(
      authorize(without, roleArn, { action: 'kms:Decrypt', resource: keyArn, context: {} }).decision,
    ).toBe('denied');
  });

  test('is not made of a statement that does not exist', () => {
    expect(() => withoutStatement(aModel(), 'A#9')).toThrow('A#9');
  });
});
