import type { ConstructPath } from '../assembly/model.ts';
import type { BackendAnswer } from '../gateway/backend-call.ts';
import { errorAnswer } from '../gateway/error-answer.ts';
import type { CrashPoint, Disturbance, PlannedCrash } from './fault-types.ts';
import { failureOf, throttlingOf } from './service-errors.ts';

/** A request that a function's own code made. */
export type FunctionRequest = {
  readonly functionPath: ConstructPath;
  /** The session token of the process it came from. */
  readonly sandbox: string | undefined;
  /** Signing name of the service. */
  readonly service: string;
  readonly operation: string;
};

export type Faults = {
  disturb(disturbance: Disturbance): () => void;
  crashAt(point: CrashPoint): PlannedCrash;
  /**
   * Takes a request on, or spoils it as was asked. Undefined where the caller
   * gets no answer: its connection is to be cut.
   */
  carry(request: FunctionRequest, forward: () => Promise<BackendAnswer>): Promise<BackendAnswer | undefined>;
};

export type FaultsOptions = {
  readonly functionPaths: readonly ConstructPath[];
  /** Kills the process that has this session token. */
  readonly endSandbox: (sandbox: string) => void;
};

type Active = Disturbance & { left: number };
type Planned = {
  readonly path: ConstructPath;
  readonly when: CrashPoint['when'];
  left: number;
  hasHappened: boolean;
};

/** Nothing is spoilt until it is asked for. Of several disturbances of one call the first that was asked for counts. */
export function createFaults({ functionPaths, endSandbox }: FaultsOptions): Faults {
  const disturbances = new Set<Active>();
  const crashes = new Set<Planned>();
  const dead = new Set<string>();

  const disturbanceOf = (request: FunctionRequest): Active | undefined => {
    const found = [...disturbances].find((active) => concerns(active, request));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left === 0) disturbances.delete(found);
    return found;
  };
  /** Every planned crash of the function comes one request nearer. */
  const crashOf = ({ functionPath }: FunctionRequest): Planned | undefined => {
    const near = [...crashes].filter(({ path }) => path === functionPath);
    const reached = near.filter(({ left }) => left === 0);
    for (const planned of near) planned.left -= 1;
    for (const planned of reached) crashes.delete(planned);
    return reached[0];
  };
  const die = (crash: Planned, { sandbox }: FunctionRequest): undefined => {
    crash.hasHappened = true;
    if (sandbox === undefined) return;
    dead.add(sandbox);
    endSandbox(sandbox);
  };
  return {
    disturb(disturbance) {
      find(functionPaths, disturbance.functionPath ?? '');
      const active = { ...disturbance, left: disturbance.times ?? Number.POSITIVE_INFINITY };
      disturbances.add(active);
      return () => void disturbances.delete(active);
    },
    crashAt({ functionPath, nth, when }) {
      const planned = { path: findOne(functionPaths, functionPath), when, left: nth, hasHappened: false };
      crashes.add(planned);
      return {
        hasHappened: () => planned.hasHappened,
        cancel: () => void crashes.delete(planned),
      };
    },
    async carry(request, forward) {
      // What was still on its way when the process died.
      if (dead.has(request.sandbox ?? '')) return undefined;
      const crash = crashOf(request);
      if (crash?.when === 'before') return die(crash, request);
      const answer = await spoilt(request, disturbanceOf(request), forward);
      return crash === undefined ? answer : die(crash, request);
    },
  };
}

const spoilt = async (
  { service }: FunctionRequest,
  disturbance: Disturbance | undefined,
  forward: () => Promise<BackendAnswer>,
): Promise<BackendAnswer | undefined> => {
  switch (disturbance?.how) {
    case undefined:
      return forward();
    case 'throttled':
      return errorAnswer(service, throttlingOf(service));
    case 'unavailable':
      return errorAnswer(service, failureOf(service));
    case 'lost-answer':
      await forward();
      return undefined;
  }
};

const concerns = ({ functionPath = '', action }: Disturbance, request: FunctionRequest): boolean =>
  request.functionPath.includes(functionPath) && action === `${request.service}:${request.operation}`;

const find = (paths: readonly ConstructPath[], part: string): readonly ConstructPath[] => {
  const found = paths.filter((path) => path.includes(part));
  if (found.length === 0) throw new Error(`No function of the assembly has ${part} in its path.`);
  return found;
};

const findOne = (paths: readonly ConstructPath[], part: string): ConstructPath => {
  if (paths.includes(part)) return part;
  const [only, ...others] = find(paths, part);
  if (only === undefined || others.length > 0)
    throw new Error(`Several functions of the assembly have ${part} in their path.`);
  return only;
};
