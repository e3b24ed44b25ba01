import { describe, expect, test } from 'vitest';
import { loadAssembly } from '../../local/assembly/load-assembly.ts';
import { aResource, writeAssembly } from './assembly-builder.ts';

const queue = aResource('Office/Late', 'AWS::SQS::Queue', { QueueName: 'late' });
const arn = 'arn:aws:sqs:eu-west-2:111122223333:late';

/** The value of an output of a stack with one queue, next to a stack that gives things away. */
const outputOf = async (Value: unknown): Promise<string | undefined> => {
  const model = await loadAssembly(
    await writeAssembly({
      Kept: {
        resources: { Old: aResource('Kept/Old', 'AWS::SQS::Queue', { QueueName: 'old' }) },
        outputs: { Given: { Value: { 'Fn::GetAtt': ['Old', 'QueueName'] }, Export: { Name: 'Kept:Old' } } },
      },
      Office: { resources: { Late: queue }, outputs: { Value: { Value } } },
    }),
  );
  return model.outputs['Office.Value'];
};

describe('a value of a template', () => {
  test.each([
    ['Ref of a resource', { Ref: 'Late' }, 'https://sqs.eu-west-2.amazonaws.com/111122223333/late'],
    ['Ref of the region', { Ref: 'AWS::Region' }, 'eu-west-2'],
    ['Ref of the account', { Ref: 'AWS::AccountId' }, '111122223333'],
    ['Ref of the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['Ref of the domain', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['Ref of the stack', { Ref: 'AWS::StackName' }, 'Office'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Late', 'Arn'] }, arn],
    ['GetAtt as a text', { 'Fn::GetAtt': 'Late.Arn' }, arn],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 1]] }, 'a-eu-west-2-1'],
    ['Join without what has no value', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a-b'],
    [
      'Split and Select',
      { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Late', 'Arn'] }] }] },
      'late',
    ],
    ['Select by a text', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Sub', { 'Fn::Sub': `\${AWS::Region}/\${Late.Arn}` }, `eu-west-2/${arn}`],
    [
      'Sub with variables and a literal',
      { 'Fn::Sub': [`\${!kept} \${x}`, { x: { Ref: 'AWS::Region' } }] },
      `\${kept} eu-west-2`,
    ],
    ['ImportValue', { 'Fn::ImportValue': 'Kept:Old' }, 'old'],
    [
      'ImportValue by a name that is made',
      { 'Fn::ImportValue': { 'Fn::Join': [':', ['Kept', 'Old']] } },
      'old',
    ],
    ['GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'Kept', OutputName: 'Given' } }, 'old'],
  ])('resolves %s', async (_what, value, expected) => {
    expect(await outputOf(value)).toBe(expected);
  });

  test.each([
    ['a function that is not known', { 'Fn::Base64': 'x' }, 'Fn::Base64'],
    ['a choice that is not there', { 'Fn::Select': [2, ['a', 'b']] }, 'Fn::Select'],
    [
      'an output that is not there',
      { 'Fn::GetStackOutput': { StackName: 'Kept', OutputName: 'Other' } },
      'Kept.Other',
    ],
    [
      'an output of another region',
      { 'Fn::GetStackOutput': { StackName: 'Kept', OutputName: 'Given', Region: 'eu-west-1' } },
      'another region',
    ],
  ])('is an error for %s, naming the output', async (_what, value, said) => {
    await expect(outputOf(value)).rejects.toThrow(said);
    await expect(outputOf(value)).rejects.toThrow('Office.Value');
  });
});
