import type { AssemblyModel } from './assembly/model.ts';

/**
 * Where this machine serves what an assembly names by an address of AWS: its
 * queues, its HTTP APIs and the token endpoints of its user pools. Servers add
 * themselves as they start.
 */
export type LocalAddresses = {
  /** From now on texts lead to `local` where they name `origin`; neither ends in a slash. */
  serve(origin: string, local: string): void;
  /** The text with every address in it that is served here replaced, and all else as it was. */
  localize(text: string): string;
};

/** Addresses of an instance in which nothing is served yet. */
export function createLocalAddresses(): LocalAddresses {
  const served = new Map<string, string>();
  return {
    serve: (origin, local) => void served.set(origin, local),
    localize: (text) =>
      [...served].reduce((replaced, [origin, local]) => replaced.replaceAll(origin, local), text),
  };
}

/** SDK clients send calls about a queue to the host in its URL, whatever their endpoint setting says. */
export const queueOrigin = ({ region }: AssemblyModel): string => `https://sqs.${region}.amazonaws.com`;

/** The default endpoint of an HTTP API, without a stage. */
export const apiOrigin = (apiId: string, { region }: AssemblyModel): string =>
  `https://${apiId}.execute-api.${region}.amazonaws.com`;

/** The domain that Cognito gives to a user pool. */
export const domainOrigin = (domainPrefix: string, { region }: AssemblyModel): string =>
  `https://${domainPrefix}.auth.${region}.amazoncognito.com`;
