import type { ChannelStanding, ReachFound, Standing } from '../../core/alert/reach.ts';
import type { ContactChange } from './contact-changes.ts';

const changeInWords: Readonly<Record<ContactChange['change'], string>> = {
  added: 'an address is added',
  changed: 'the address changes',
  removed: 'the address is removed',
  lacking: 'has no address, and the roster lists the channel',
};

/** What a file changes, a line for each person and channel. Not even a part of an address is said. */
export const changeLines = (changes: readonly ContactChange[]): readonly string[] =>
  changes.map(({ person, channel, change }) => `${person} ${channel}: ${changeInWords[change]}`);

const standingInWords: Readonly<Record<Standing, (since: string) => string>> = {
  confirmed: (since) => `confirmed since ${since}`,
  pending: (since) => `waits for confirmation since ${since}`,
  unsubscribed: (since) => `was confirmed and is no longer, found at ${since}; asked to confirm again`,
  missing: (since) => `not confirmed, asked since ${since}`,
  'no-address': () => 'has no address',
};

/** How each channel stands, a line for each. */
export const standingLines = ({ asOf, channels }: ReachFound): readonly string[] => [
  `As found at ${asOf}:`,
  ...channels.map(standingLine),
];

const standingLine = ({ person, channel, standing, since }: ChannelStanding): string =>
  `${person} ${channel}: ${standingInWords[standing](since)}`;
