import type { Channel } from '../../core/alert/reach.ts';
import type { PersonId, Roster } from '../../core/alert/roster.ts';
import { placeOf } from '../../core/alert/wanted-channels.ts';
import type { Contact } from '../../core/ports/contacts.ts';
import type { Addresses, FileContacts } from './contacts-file.ts';

/** What a file would change of how a person is reached. Of `lacking`, the roster lists the channel and the file has no address. */
export type ContactChange = {
  readonly person: PersonId;
  readonly channel: Channel;
  readonly change: 'added' | 'changed' | 'removed' | 'lacking';
};

const channels: readonly Channel[] = ['email', 'sms'];

const fieldOf: Readonly<Record<Channel, string>> = { email: 'email', sms: 'mobile' };

/** Everything about a file for which it is refused, in sentences without an address. */
export function refusalsOf(roster: Roster, file: FileContacts): readonly string[] {
  const unknown = [...file.keys()].filter((person) => !roster.some(({ id }) => id === person));
  const known = roster.flatMap(({ id, channels: listed }) =>
    channels
      .filter((channel) => file.get(id)?.[channel] !== undefined && !listed.includes(channel))
      .map((channel) => `${id}: ${fieldOf[channel]}: the roster does not list ${channel} for this person`),
  );
  return [...unknown.map((person) => `${person}: is not on the roster`), ...known, ...sharedAddresses(file)];
}

function sharedAddresses(file: FileContacts): readonly string[] {
  const first = new Map<string, PersonId>();
  const refusals: string[] = [];
  for (const [person, addresses] of file) {
    for (const channel of channels) {
      const endpoint = addresses[channel];
      if (endpoint === undefined) continue;
      const other = first.get(placeOf({ channel, endpoint }));
      if (other === undefined) first.set(placeOf({ channel, endpoint }), person);
      else
        refusals.push(
          `${person}: ${fieldOf[channel]}: is also that of ${other}, and SNS takes an address once, so for one person`,
        );
    }
  }
  return refusals;
}

/** The file is the whole truth: whoever it does not name has no address any more. */
export const changesBy = (
  roster: Roster,
  kept: readonly Contact[],
  file: FileContacts,
): readonly ContactChange[] =>
  roster.flatMap(({ id: person, channels: listed }) =>
    channels.flatMap((channel): readonly ContactChange[] => {
      const before = kept.find((one) => one.person === person)?.[channel];
      const change = changeOf(channel, before, file.get(person)?.[channel]);
      if (change !== undefined) return [{ person, channel, change }];
      const isLacking = file.get(person)?.[channel] === undefined && listed.includes(channel);
      return isLacking ? [{ person, channel, change: 'lacking' }] : [];
    }),
  );

function changeOf(channel: Channel, before: string | undefined, after: string | undefined) {
  if (before === undefined) return after === undefined ? undefined : ('added' as const);
  if (after === undefined) return 'removed' as const;
  const isSame = placeOf({ channel, endpoint: before }) === placeOf({ channel, endpoint: after });
  return isSame ? undefined : ('changed' as const);
}

/** The contacts to write: those of whom something changes, and nobody else's. */
export function contactsToKeep(
  changes: readonly ContactChange[],
  file: FileContacts,
  appliedAt: string,
): readonly Contact[] {
  const changed = changes.filter(({ change }) => change !== 'lacking').map(({ person }) => person);
  return [...new Set(changed)].map((person) => {
    const addresses: Addresses = file.get(person) ?? {};
    return { person, ...addresses, appliedAt };
  });
}
