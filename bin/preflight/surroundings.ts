import { bundledRoster } from '../../functions/adapters/roster/bundled-rosters.ts';
import type { StageConfig } from '../../lib/stage-config.ts';

/** What is to be deployed, and where: known before anything but the account is asked for. */
export type Surroundings = {
  readonly config: StageConfig;
  readonly account: string;
};

/** Whether anybody is told of an alert by text message. */
export const sendsTextMessages = ({ roster }: StageConfig): boolean =>
  bundledRoster(roster).some(({ channels }) => channels.includes('sms'));

export const stateStackName = ({ stage }: StageConfig): string => `Tideline-${stage}-State`;
export const serviceStackName = ({ stage }: StageConfig): string => `Tideline-${stage}-Service`;

/** The prefix of the sign-in domain, as lib/partner-clients.ts makes it. */
export const tokenDomain = ({ config: { stage }, account }: Surroundings): string =>
  `tideline-${stage}-${account}`;
