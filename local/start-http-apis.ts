import type { AssemblyModel, LocalHttpApi } from './assembly/model.ts';
import type { LocalClock } from './clock.ts';
import type { TokenSigner } from './cognito/token-signer.ts';
import { type HttpApiOptions, type HttpApiServer, startHttpApi } from './http/http-api-server.ts';
import type { FunctionRunner } from './lambda/function-runner.ts';
import { apiOrigin, type LocalAddresses } from './local-addresses.ts';
import type { Stopper } from './stopper.ts';

/** An HTTP API of the assembly that is served. */
export type StartedHttpApi = Pick<HttpApiServer, 'url' | 'answer'> & {
  readonly path: string;
  readonly name: string;
};

export type HttpApisOptions = {
  readonly model: AssemblyModel;
  readonly clock: LocalClock;
  readonly signer: TokenSigner;
  readonly functions: FunctionRunner;
  /** Port of the first API, the others following; 0 takes free ones. */
  readonly firstPort: number;
  readonly stopper: Stopper;
  readonly addresses: LocalAddresses;
  readonly onFault: (error: unknown) => void;
  readonly onAnswered?: HttpApiOptions['onAnswered'];
};

/**
 * Serves every HTTP API of the assembly. Throws an Error for a route that
 * trusts an issuer outside the assembly: its tokens cannot be made here.
 */
export async function startHttpApis(options: HttpApisOptions): Promise<readonly StartedHttpApi[]> {
  const { model, clock, firstPort, onFault } = options;
  const started: StartedHttpApi[] = [];
  for (const [index, api] of model.httpApis.entries()) {
    refuseForeignIssuers(api, model);
    const server = await startHttpApi({
      api,
      model,
      port: firstPort === 0 ? 0 : firstPort + index,
      verificationKey: options.signer.verificationKey,
      clock,
      invoke: options.functions.invoke,
      onFault,
      ...(options.onAnswered !== undefined && { onAnswered: options.onAnswered }),
    });
    options.stopper.add(server.stop);
    options.addresses.serve(apiOrigin(api.apiId, model), new URL(server.url).origin);
    started.push({ path: api.path, name: api.name, url: server.url, answer: server.answer });
  }
  return started;
}

function refuseForeignIssuers(api: LocalHttpApi, model: AssemblyModel): void {
  const known = new Set(model.userPools.map((pool) => pool.issuer));
  for (const { path, authorizer } of api.routes) {
    if (authorizer !== undefined && !known.has(authorizer.issuer)) {
      throw new Error(`${path} trusts ${authorizer.issuer}, which is no user pool of the assembly.`);
    }
  }
}
