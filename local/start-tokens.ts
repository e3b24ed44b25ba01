import type { AssemblyModel } from './assembly/model.ts';
import type { LocalClock } from './clock.ts';
import type { ClientWithSecret } from './cognito/token-request.ts';
import { startTokenServer, type TokenServer } from './cognito/token-server.ts';
import type { TokenSigner } from './cognito/token-signer.ts';
import { domainOrigin, type LocalAddresses } from './local-addresses.ts';
import type { Stopper } from './stopper.ts';

export type TokensOptions = {
  readonly model: AssemblyModel;
  readonly clients: readonly ClientWithSecret[];
  readonly signer: TokenSigner;
  readonly clock: LocalClock;
  readonly addresses: LocalAddresses;
  readonly stopper: Stopper;
  readonly onFault: (error: unknown) => void;
};

/** Serves the token endpoint of every user pool of the assembly, also to functions that know it by its domain. */
export async function startTokens(options: TokensOptions): Promise<Pick<TokenServer, 'tokenUrl'>> {
  const { model, addresses, stopper } = options;
  const server = await startTokenServer({ ...options, userPools: model.userPools });
  stopper.add(server.stop);
  for (const { domainPrefix } of model.userPools) {
    if (domainPrefix !== undefined)
      addresses.serve(domainOrigin(domainPrefix, model), new URL(server.tokenUrl).origin);
  }
  return server;
}
