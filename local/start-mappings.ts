import type { AssemblyModel, LocalMapping } from './assembly/model.ts';
import type { LocalClock } from './clock.ts';
import { callsOfCreatingMapping } from './iam/implied-calls.ts';
import type { Operator } from './operator/operator.ts';
import type { Platform } from './start-platform.ts';
import type { MappingContext } from './streams/mapping-context.ts';
import type { MappingSwitch } from './streams/mapping-switch.ts';
import type { PollLoop } from './streams/poll-loop.ts';
import { startQueueMapping } from './streams/queue-mapping.ts';
import { startStreamMapping } from './streams/stream-mapping.ts';

export type MappingsOptions = {
  readonly model: AssemblyModel;
  readonly clock: LocalClock;
  readonly platform: Platform;
  readonly operator: Operator;
  readonly onFault: (error: Error) => void;
};

/** Starts every mapping, enabled or not, each with the credentials of its function. Throws where AWS would refuse to create one. */
export function startMappings(options: MappingsOptions): readonly PollLoop[] {
  return options.platform.mappings.map((power) => {
    const { mapping } = power;
    insistOnReading(mapping, options);
    const context = contextOf(power, options);
    const isQueue = mapping.sourceArn.split(':')[2] === 'sqs';
    return isQueue ? startQueueMapping(mapping, context) : startStreamMapping(mapping, context);
  });
}

/** A mapping whose source the function's role may not even look at is not created. */
function insistOnReading({ path, functionArn, sourceArn }: LocalMapping, options: MappingsOptions): void {
  const { model, platform } = options;
  const fn = model.functions.find(({ arn }) => arn === functionArn);
  if (fn === undefined) throw new Error(`${path} is for a function outside the assembly.`);
  const calls = callsOfCreatingMapping(sourceArn);
  if (platform.gateway.judge({ functionPath: fn.path, roleArn: fn.roleArn }, calls) === 'allowed') return;
  const what = sourceArn.split(':')[2] === 'sqs' ? 'read the attributes of' : 'list streams on';
  throw new Error(`${path} cannot be created: its function's role may not ${what} ${sourceArn}.`);
}

type Keys = { readonly accessKeyId: string; readonly secretAccessKey: string };

function contextOf(power: MappingSwitch, options: MappingsOptions): MappingContext {
  const { mapping } = power;
  const { model, clock, platform, operator, onFault } = options;
  const credentials = platform.serviceCredentials.get(mapping.functionArn);
  if (credentials === undefined) throw new Error(`${mapping.path} is for a function outside the assembly.`);
  const clientWith = ({ accessKeyId, secretAccessKey }: Keys) => ({
    endpoint: platform.gateway.url,
    region: model.region,
    credentials: { accessKeyId, secretAccessKey },
  });
  return {
    region: model.region,
    account: model.account,
    gatewayUrl: platform.gateway.url,
    clientConfiguration: clientWith(credentials),
    observerConfiguration: clientWith(operator),
    clock,
    power,
    async invoke(event) {
      const outcome = await platform.functions.invoke(mapping.functionArn, event);
      power.noteOutcome(outcome);
      return outcome;
    },
    onFault,
    onPending: (oldest) => platform.recorder.pending(mapping.path, mapping.functionArn, oldest),
  };
}
