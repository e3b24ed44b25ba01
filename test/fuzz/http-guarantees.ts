import type { Route } from '../../functions/http/route.ts';
import type { Operation } from '../support/an-api.ts';
import { type Asked, ask } from '../support/http-event.ts';
import { echoes, faultsOfAnswer, faultsOfForm, faultsOfPointers } from './http-answers.ts';
import { faultsOfTaken } from './http-kept.ts';
import type { ObservedApi } from './observed-api.ts';
import { changedSince } from './observed-store.ts';
import { gatewayEvent, type Put } from './request-arbitraries.ts';

/** What came of a request: what is wrong with it, if anything, and whether it was taken. */
export type Came = {
  readonly faults: readonly string[];
  readonly status: number;
  readonly hasChanged: boolean;
};

type Asking = {
  readonly world: ObservedApi;
  readonly operation: Operation;
  /** The real route, unless a test has put another around it. */
  readonly route?: Route;
};

/** Puts a request to an operation, and says of everything that must hold what does not. */
export async function whatCameOf(
  { world, operation, route = world.api.routes[operation] }: Asking,
  put: Put,
  scope: string,
): Promise<Came> {
  const event = gatewayEvent(put, scope);
  const before = world.seen();
  const answer = await askOnce(route, event);
  if (typeof answer === 'string') return { faults: [answer], status: 0, hasChanged: true };
  const changed = changedSince(before, world.seen());
  const wasTaken = answer.status < 300;
  const faults = [
    ...faultsOfAnswer(operation, answer),
    ...faultsOfPointers(put, answer),
    ...(echoes(put, answer, wasTaken) ? ['repeats what was sent'] : []),
    ...(changed.length > 0 && (!wasTaken || operation.startsWith('GET'))
      ? [`has changed ${changed.join(', ')}, and answered ${answer.status}`]
      : []),
  ];
  if (!wasTaken || faults.length > 0)
    return { faults, status: answer.status, hasChanged: changed.length > 0 };
  return {
    faults: [
      ...faultsOfForm(operation, put),
      ...(await faultsOfTaken({ world, operation }, put, answer)),
      ...(await faultsOfAgain({ world, operation, route }, event, answer)),
    ],
    status: answer.status,
    hasChanged: changed.length > 0,
  };
}

/** The answer; in words where there was none. */
async function askOnce(route: Route, event: object): Promise<Asked | string> {
  try {
    return await ask(route, event);
  } catch (error) {
    return `threw ${error instanceof Error ? error.name : 'something'}`;
  }
}

/** A separation that is done cannot be done again; what must be as it was read is something else by then. */
const mayBeSentAgain = ({ operation }: Asking, event: object): boolean =>
  operation !== 'POST /v1/families/{id}/separation' &&
  !('if-match' in (event as { headers: object }).headers);

async function faultsOfAgain(asking: Asking, event: object, first: Asked): Promise<readonly string[]> {
  if (asking.route === undefined || !mayBeSentAgain(asking, event)) return [];
  const between = asking.world.seen();
  const again = await askOnce(asking.route, event);
  if (typeof again === 'string') return [`${again} when it was sent again`];
  const changed = changedSince(between, asking.world.seen());
  return [
    ...(again.status === first.status && again.text === first.text
      ? []
      : ['answers otherwise when it is sent again']),
    ...(changed.length === 0 ? [] : [`has changed ${changed.join(', ')} when it was sent again`]),
  ];
}
