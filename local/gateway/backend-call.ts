/** Where the emulators listen; addresses without a trailing slash. */
export type Backends = {
  /** DynamoDB Local. */
  readonly dynamodb: string;
  /** The emulator of SNS and SQS. */
  readonly snsSqs: string;
};

export type BackendAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** What the answer has beside the headers that every one has. */
  readonly headers?: Readonly<Record<string, string>>;
};

export type BackendRequest = {
  readonly url: string;
  readonly contentType: string;
  /** `x-amz-target`, for the JSON protocols. */
  readonly target?: string;
  readonly body: string;
  /** Neither emulator checks a signature; both take the region from its scope, and DynamoDB Local the database from its access key. */
  readonly credential: { readonly accessKeyId: string; readonly region: string; readonly service: string };
};

/** Sends one request to an emulator. An answer that says it failed is an answer; throws where there is none. */
export const callBackend = async (request: BackendRequest): Promise<BackendAnswer> => {
  const { accessKeyId, region, service } = request.credential;
  const response = await fetch(request.url, {
    method: 'POST',
    headers: {
      'content-type': request.contentType,
      ...(request.target === undefined ? {} : { 'x-amz-target': request.target }),
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20000101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: request.body,
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? request.contentType,
    body: await response.text(),
  };
};

/** An emulator's answer, where anything but success is unexpected. Throws with what it said. */
export const expectSuccess = async (what: string, request: BackendRequest): Promise<string> => {
  const { status, body } = await callBackend(request);
  if (status !== 200) throw new Error(`${what} failed in the local emulator: ${body}`);
  return body;
};
