import * as z from 'zod';
import type { ClientWithSecret } from '../cognito/token-request.ts';
import { UnsupportedRequest } from '../iam/call-reader.ts';
import type { BackendAnswer } from './backend-call.ts';
import { errorAnswer } from './error-answer.ts';
import type { GatewayRequest } from './parse-request.ts';

const OfClient = z.looseObject({ UserPoolId: z.string(), ClientId: z.string() });

/** What Cognito tells of the clients of an assembly's user pools: each with the secret it has in this instance. */
export const createUserPoolService =
  (clients: readonly ClientWithSecret[]) =>
  async ({ operation, body }: GatewayRequest): Promise<BackendAnswer> => {
    if (operation !== 'DescribeUserPoolClient')
      throw new UnsupportedRequest(`The local stack does not know cognito-idp:${operation}.`);
    const { UserPoolId, ClientId } = OfClient.parse(body);
    const client = clients.find(({ poolId, clientId }) => poolId === UserPoolId && clientId === ClientId);
    if (client === undefined) {
      return errorAnswer('cognito-idp', {
        code: 'ResourceNotFoundException',
        message: `User pool client ${ClientId} does not exist.`,
        status: 400,
      });
    }
    const UserPoolClient = {
      UserPoolId,
      ClientId,
      ClientSecret: client.clientSecret,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: client.scopes,
    };
    return {
      status: 200,
      contentType: 'application/x-amz-json-1.1',
      body: JSON.stringify({ UserPoolClient }),
    };
  };
