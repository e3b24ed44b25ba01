import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Answers calls of AWS's services on this machine, in the protocols that their
 * clients speak: XML for the old ones, JSON for the others. It knows nothing of
 * what a call means; a test gives the answer to each by the name of the action.
 */
export type SmallAws = {
  readonly url: string;
  /** The actions that were called, in order. */
  readonly calls: readonly string[];
  readonly close: () => Promise<void>;
};

/** An answer: the content of the XML result or the JSON body, an error by name, or none at all. */
export type SmallAnswer =
  | { readonly xml: string }
  | { readonly json: object }
  | { readonly error: string; readonly status?: number; readonly message?: string }
  | 'hang';

/** What is answered to an action; a function is given what was sent, as text. */
export type SmallAnswers = Readonly<Record<string, SmallAnswer | ((sent: string) => SmallAnswer)>>;

/** Starts it on a free port. A call that no answer was given for gets an error that names it. */
export async function startSmallAws(answers: SmallAnswers): Promise<SmallAws> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    let sent = '';
    request.on('data', (chunk) => {
      sent += chunk;
    });
    request.on('end', () => {
      const call = callOf(request, sent);
      calls.push(call.action);
      const given = answers[call.action] ?? { error: `NoAnswerTo${call.action}` };
      respond(response, call, typeof given === 'function' ? given(sent) : given);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Call = { readonly action: string; readonly isXml: boolean };

/** The old protocol names the action in the form, JSON in a header, and REST (Lambda alone, here) in the path. */
function callOf({ headers, url = '' }: IncomingMessage, sent: string): Call {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return { action: target.split('.').at(-1) ?? target, isXml: false };
  if (url.endsWith('/account-settings')) return { action: 'GetAccountSettings', isXml: false };
  return { action: new URLSearchParams(sent).get('Action') ?? 'unknown', isXml: true };
}

function respond(response: ServerResponse, { action, isXml }: Call, answer: SmallAnswer): void {
  if (answer === 'hang') return;
  if ('error' in answer) {
    const { error, status = 400, message = 'As the test has it.' } = answer;
    response.statusCode = status;
    if (isXml) {
      response.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
      );
    } else {
      response.setHeader('x-amzn-errortype', error);
      response.end(JSON.stringify({ __type: error, message }));
    }
    return;
  }
  if ('json' in answer) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer.json));
    return;
  }
  response.setHeader('content-type', 'text/xml');
  response.end(
    `<${action}Response><${action}Result>${answer.xml}</${action}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></${action}Response>`,
  );
}
