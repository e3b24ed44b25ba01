import * as z from 'zod';
import type { CallReader } from './call-reader.ts';

/** Cognito has no arn of a client: what is asked of one is judged by its pool. */
export const userPoolCalls: Readonly<Record<string, CallReader>> = {
  DescribeUserPoolClient: (body, model) => {
    const { UserPoolId } = z.looseObject({ UserPoolId: z.string() }).parse(body);
    return [
      {
        action: 'cognito-idp:DescribeUserPoolClient',
        resource: `arn:aws:cognito-idp:${model.region}:${model.account}:userpool/${UserPoolId}`,
        context: {},
      },
    ];
  },
};
