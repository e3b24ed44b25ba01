import { pathToFileURL } from 'node:url';
import type { FromFunction, InvokeMessage, ToFunction } from './messages.ts';
import { shiftDate } from './shifted-date.ts';

/**
 * Runs as the process of one function: loads the handler from the asset when
 * the first event arrives, and calls it for one event after the other. It ends
 * when the stack does, whatever the reason.
 */

type Handler = (event: unknown, context: object) => unknown;

const moveDate = shiftDate();
let loading: Promise<Handler> | undefined;

process.on('disconnect', () => process.exit());
process.on('message', (message: ToFunction) => {
  moveDate(message.clockOffsetMilliseconds);
  if (message.kind === 'invoke') void invoke(message);
});

async function invoke(message: InvokeMessage): Promise<void> {
  const { requestId } = message;
  loading ??= loadHandler();
  try {
    const handle = await loading;
    answer({ kind: 'begun', requestId });
    const result = await handle(JSON.parse(message.event), contextOf(message));
    answer({ kind: 'result', requestId, payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    const { errorType, errorMessage, stack } = describe(error);
    // Lambda writes an unhandled error to the function's log, so it goes to standard error here.
    process.stderr.write(`${JSON.stringify({ requestId, errorType, errorMessage, stack })}\n`);
    answer({ kind: 'error', requestId, errorType, errorMessage });
  }
}

/** Handler names are `<module>.<export>`, the module being relative to the asset. */
async function loadHandler(): Promise<Handler> {
  const folder = process.env.LAMBDA_TASK_ROOT ?? '';
  const name = process.env._HANDLER ?? '';
  const dot = name.lastIndexOf('.');
  const exported = name.slice(dot + 1);
  for (const ending of ['.js', '.mjs', '.cjs']) {
    const loaded = await importIfThere(`${folder}/${name.slice(0, dot)}${ending}`);
    if (typeof loaded?.[exported] === 'function') return loaded[exported] as Handler;
  }
  throw new Error(`${name} is undefined or not exported`);
}

async function importIfThere(file: string): Promise<Record<string, unknown> | undefined> {
  const { href } = pathToFileURL(file);
  try {
    return (await import(href)) as Record<string, unknown>;
  } catch (error) {
    const { code, url } = error as NodeJS.ErrnoException & { url?: string };
    if (code === 'ERR_MODULE_NOT_FOUND' && url === href) return undefined;
    throw error;
  }
}

/** The remaining time is real time: moving the clock does not bring the timeout nearer. */
function contextOf(message: InvokeMessage): object {
  const end = performance.now() + message.timeoutMilliseconds;
  return {
    ...message.context,
    awsRequestId: message.requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
  };
}

function describe(error: unknown): { errorType: string; errorMessage: string; stack: string | undefined } {
  if (error instanceof Error)
    return { errorType: error.name, errorMessage: error.message, stack: error.stack };
  return { errorType: typeof error, errorMessage: String(error), stack: undefined };
}

function answer(message: FromFunction): void {
  process.send?.(message);
}
