/** How an operator's command reaches a running stack: as an administrator, whom no policy judges. */
export type Operator = {
  /** Endpoint for SDK clients, without a trailing slash. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** The environment variables from which an SDK client with no settings of its own becomes the operator's. */
export function operatorEnvironment(operator: Operator): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: operator.url,
    AWS_REGION: operator.region,
    AWS_ACCESS_KEY_ID: operator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
  };
}
