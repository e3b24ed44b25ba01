import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { nameOf, type Question } from './answer.ts';
import type { Identity } from './checks/account.ts';
import { bootstrapParameter } from './checks/bootstrap.ts';
import type { DeployedStack } from './checks/stacks.ts';
import type { DomainOwner } from './checks/token-domain.ts';

/** Turns the error that says "there is none" into undefined, and passes on every other. */
const absent =
  (isAbsence: (error: unknown) => boolean) =>
  (error: unknown): undefined => {
    if (isAbsence(error)) return undefined;
    throw error;
  };

export const askIdentity = (client: STSClient): Question<Identity> => ({
  permission: 'sts:GetCallerIdentity',
  ask: async (abortSignal) => {
    const { Account = 'unknown' } = await client.send(new GetCallerIdentityCommand(), { abortSignal });
    return { account: Account };
  },
});

export const askBootstrap = (client: SSMClient): Question<string | undefined> => ({
  permission: 'ssm:GetParameter',
  ask: async (abortSignal) => {
    const answer = await client
      .send(new GetParameterCommand({ Name: bootstrapParameter }), { abortSignal })
      .catch(absent((error) => nameOf(error) === 'ParameterNotFound'));
    return answer?.Parameter?.Value;
  },
});

export const askConcurrency = (client: LambdaClient): Question<number> => ({
  permission: 'lambda:GetAccountSettings',
  ask: async (abortSignal) => {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand(), { abortSignal });
    return AccountLimit?.ConcurrentExecutions ?? 0;
  },
});

export const askTokenDomain = (
  client: CognitoIdentityProviderClient,
  domain: string,
): Question<DomainOwner | undefined> => ({
  permission: 'cognito-idp:DescribeUserPoolDomain',
  ask: async (abortSignal) => {
    const answer = await client
      .send(new DescribeUserPoolDomainCommand({ Domain: domain }), { abortSignal })
      .catch(absent((error) => nameOf(error) === 'ResourceNotFoundException'));
    // Of a domain that nobody has, Cognito gives a description without anything in it.
    const { Domain, AWSAccountId, UserPoolId } = answer?.DomainDescription ?? {};
    return Domain === undefined ? undefined : { account: AWSAccountId, poolId: UserPoolId };
  },
});

const saysThereIsNone = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist');

export const askStack = (
  client: CloudFormationClient,
  name: string,
): Question<DeployedStack | undefined> => ({
  permission: 'cloudformation:DescribeStacks',
  ask: async (abortSignal) => {
    const answer = await client
      .send(new DescribeStacksCommand({ StackName: name }), { abortSignal })
      .catch(absent(saysThereIsNone));
    const stack = answer?.Stacks?.[0];
    if (stack === undefined) return undefined;
    return {
      name,
      status: stack.StackStatus ?? 'unknown',
      isProtected: stack.EnableTerminationProtection ?? false,
      outputs: new Map(
        stack.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      ),
    };
  },
});
