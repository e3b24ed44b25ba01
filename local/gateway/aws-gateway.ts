import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import type { AssemblyModel } from '../assembly/model.ts';
import type { Faults } from '../faults/faults.ts';
import { type JudgedCall, UnsupportedRequest } from '../iam/call-reader.ts';
import { callsOf } from '../iam/calls.ts';
import { listen, loopback } from '../listen.ts';
import type { SnsService } from '../sns/sns-service.ts';
import type { BackendAnswer, Backends } from './backend-call.ts';
import { type Caller, type CallLedger, createCallLedger } from './call-ledger.ts';
import type { BackendResources } from './create-resources.ts';
import { createDynamoDbBackend } from './dynamodb-backend.ts';
import { denial, errorAnswer, unknownCaller } from './error-answer.ts';
import { createKmsKeys } from './kms-keys.ts';
import { createMessagingBackend } from './messaging-backend.ts';
import { type GatewayRequest, parseRequest } from './parse-request.ts';
import type { PublishRecord } from './publish-record.ts';
import type { RecordedCall } from './recorded-call.ts';

/** Whose calls come with an access key. */
export type Principal = Caller & {
  readonly accessKeyId: string;
  /** Whether AWS itself calls with it in the function's name, such as the poller of a mapping. */
  readonly isService?: boolean;
};

/** What answers the requests of a service that no emulator has. */
export type GatewayService = (request: GatewayRequest) => Promise<BackendAnswer>;

export type AwsGatewayOptions = {
  readonly model: AssemblyModel;
  readonly backends: Backends;
  readonly resources: BackendResources;
  readonly principals: readonly Principal[];
  /** Answers what is asked of subscriptions, and takes what is published to them. */
  readonly sns: Pick<SnsService, 'answer' | 'published'>;
  /** The access key that `resources` were created with. */
  readonly instanceAccessKey: string;
  /** By signing name. */
  readonly services?: Readonly<Record<string, GatewayService>>;
  /** The access key of an administrator, whom no policy judges and whose calls are not recorded. */
  readonly operatorAccessKeyId?: string;
  /** What spoils requests of functions; nothing without it. */
  readonly faults?: Pick<Faults, 'carry'>;
  /** The stack's clock, for the instants of recorded calls. */
  readonly now?: () => Date;
};

export type AwsGateway = {
  /** Endpoint for SDK clients, without a trailing slash. */
  readonly url: string;
  /** Every call judged so far, in order; polling reads and implied calls once each. */
  calls(): readonly RecordedCall[];
  /** Every message published so far, in order. */
  publishes(): readonly PublishRecord[];
  publishOf(messageId: string): PublishRecord | undefined;
  /**
   * Judges and records calls that AWS makes in a role's name and that do not
   * pass through here, such as a function's output going to its log group.
   */
  judge(caller: Caller, calls: readonly JudgedCall[]): 'allowed' | 'denied';
  /** Publishes in the name of a service of AWS: whoever calls has judged that it may. */
  publishForService(form: Readonly<Record<string, string>>): Promise<BackendAnswer>;
  /** Ends every connection and stops listening. */
  stop(): Promise<void>;
};

/**
 * Starts the endpoint that stands for AWS: it tells callers apart by access
 * key, judges each request by the policies of the caller's role, refuses as AWS
 * would, and hands the rest to the emulators (keys are emulated here).
 * Signatures are not verified: it listens on the loopback interface only.
 */
export const startAwsGateway = async (options: AwsGatewayOptions): Promise<AwsGateway> => {
  const { model, backends, services = {}, now = () => new Date() } = options;
  const ledger = createCallLedger(model, now);
  const messaging = createMessagingBackend(model, backends.snsSqs, options.sns.published);
  const dynamoDb = createDynamoDbBackend({ ...options, url: backends.dynamodb });
  const kms = createKmsKeys(model);
  const place = { url: '' };

  const forward = async (request: GatewayRequest, principalArn: string): Promise<BackendAnswer> => {
    switch (request.service) {
      case 'dynamodb':
        return dynamoDb.forward(request);
      case 'sns':
        return request.operation === 'Publish'
          ? messaging.publish(request)
          : options.sns.answer({ ...request, principalArn });
      case 'sqs':
        return messaging.forwardToSqs(request, place.url);
      case 'kms':
        return kms.generateMac(request.body);
      default: {
        const serve = Object.hasOwn(services, request.service) ? services[request.service] : undefined;
        if (serve === undefined)
          throw new UnsupportedRequest(`The local stack has no service ${request.service}.`);
        return serve(request);
      }
    }
  };
  const take = createReception(options, ledger, forward);

  const server = createServer((request, response) => {
    void answer(request, take).then((made) => send(response, made));
  });
  const port = await listen(server, 0);
  place.url = `http://${loopback}:${port}`;

  return {
    url: place.url,
    calls: ledger.calls,
    publishes: messaging.publishes,
    publishOf: (messageId) => messaging.publishes().find((record) => record.messageId === messageId),
    publishForService: (form) =>
      messaging.publish({
        accessKeyId: '',
        sessionToken: undefined,
        service: 'sns',
        operation: 'Publish',
        target: undefined,
        contentType: 'application/x-www-form-urlencoded',
        body: form,
      }),
    judge: (caller, calls) => (ledger.judge(caller, calls) === undefined ? 'allowed' : 'denied'),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};

/** Services that only the operator is served; an administrator needs no reader of what is judged. */
const operatorServices: readonly string[] = ['lambda', 'cloudformation', 'sts'];

/** Tells callers apart, and judges and numbers the requests of functions before they go on. */
const createReception = (
  { model, principals, operatorAccessKeyId, faults }: AwsGatewayOptions,
  ledger: CallLedger,
  forward: (request: GatewayRequest, principalArn: string) => Promise<BackendAnswer>,
): ((request: GatewayRequest) => Promise<BackendAnswer | undefined>) => {
  const taken = new Map<string, number>();
  const orderOf = ({ functionPath, isService = false }: Principal): { order?: number } => {
    if (isService) return {};
    const order = taken.get(functionPath) ?? 0;
    taken.set(functionPath, order + 1);
    return { order };
  };

  return async (request) => {
    if (request.accessKeyId === operatorAccessKeyId) {
      // Read, though not judged: an operation that nobody knows is refused to the operator as well.
      if (!operatorServices.includes(request.service)) callsOf(request, model);
      return forward(request, `arn:aws:iam::${model.account}:user/operator`);
    }
    const principal = principals.find(({ accessKeyId }) => accessKeyId === request.accessKeyId);
    if (principal === undefined) return errorAnswer(request.service, unknownCaller(request.service));
    const { order } = orderOf(principal);
    const refused = ledger.judge(principal, callsOf(request, model), order);
    const goOn = async () =>
      refused === undefined
        ? forward(request, principal.roleArn)
        : errorAnswer(request.service, denial(request.service, assumedRole(principal), refused));
    if (faults === undefined || principal.isService === true) return goOn();
    const { functionPath } = principal;
    return faults.carry({ ...request, functionPath, sandbox: request.sessionToken }, goOn);
  };
};

/** A role in use, as AWS names it in errors: the session of a function bears its name. */
const assumedRole = ({ roleArn, functionPath }: Caller): string =>
  `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${functionPath.replaceAll('/', '-')}`;

/** Never rejects: what goes wrong becomes an answer the SDK client can show. */
const answer = async (
  request: IncomingMessage,
  respond: (parsed: GatewayRequest) => Promise<BackendAnswer | undefined>,
): Promise<BackendAnswer | undefined> => {
  let service = 'unknown';
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const parsed = parseRequest(request, Buffer.concat(chunks).toString('utf8'));
    service = parsed.service;
    return await respond(parsed);
  } catch (error) {
    return errorAnswer(service, describeFailure(error));
  }
};

const describeFailure = (error: unknown) => {
  // Not a status that SDK clients retry: the same request would fail the same way.
  if (error instanceof UnsupportedRequest)
    return { code: 'UnsupportedRequest', message: error.message, status: 400 };
  if (error instanceof z.ZodError)
    return { code: 'ValidationException', message: z.prettifyError(error), status: 400 };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'InternalFailure', message: `The local stack failed: ${message}`, status: 500 };
};

/** Without an answer, the connection is cut. */
const send = (response: ServerResponse, made: BackendAnswer | undefined): void => {
  if (made === undefined) {
    response.destroy();
    return;
  }
  const { status, contentType, body, headers = {} } = made;
  // An SDK client takes a refusal for a wrong clock, and repeats it, where the
  // date of the answer is far from its own; clocks differ here on purpose.
  response.sendDate = false;
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': 'local',
    ...headers,
  });
  response.end(body);
};
