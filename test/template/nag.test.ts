import { CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { stageNames, synthesize } from './synthesize.ts';

describe('cdk-nag', () => {
  it.each(stageNames)('finds nothing in %s', (stage) => {
    expect(() => synthesize(stage)).not.toThrow();
  });

  it.each(stageNames)('has nothing acknowledged in %s', (stage) => {
    const { stacks } = synthesize(stage);
    const constructs = [stacks.state, stacks.service].flatMap((stack) => stack.node.findAll());
    const acknowledged = constructs.flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => /acknowledg|suppress/i.test(type))
        .map(({ type }) => `${node.path} ${type}`),
    );
    expect(acknowledged).toEqual([]);
    expect(constructs.filter((construct) => CfnResource.isCfnResource(construct)).length).toBeGreaterThan(60);
  });

  it('stops the synthesis at a topic that takes what is not encrypted on its way', () => {
    expect(() => synthesize('dev', ({ service }) => new Topic(service, 'Planted'))).toThrow(
      /AwsSolutions-SNS3/,
    );
  });

  it('stops the synthesis at a role that may do anything', () => {
    const plant = (): unknown =>
      synthesize('dev', ({ service }) => {
        const role = new iam.Role(service, 'Planted', {
          assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
        });
        role.addToPolicy(new iam.PolicyStatement({ actions: ['sns:*'], resources: ['*'] }));
      });
    expect(plant).toThrow(/AwsSolutions-IAM5/);
  });
});
