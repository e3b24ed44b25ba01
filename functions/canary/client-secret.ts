import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * Reads the secret of a client from the pool that made it, so that it lies
 * nowhere else. Throws where the client has none.
 */
export async function clientSecretOf(
  client: Pick<CognitoIdentityProviderClient, 'send'>,
  { UserPoolId, ClientId }: { readonly UserPoolId: string; readonly ClientId: string },
): Promise<string> {
  const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  const secret = UserPoolClient?.ClientSecret;
  if (secret === undefined) throw new Error("The canary's client has no secret.");
  return secret;
}
