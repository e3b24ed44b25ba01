import type { PersonId } from '../../../core/alert/roster.ts';
import type { Contact, Contacts } from '../../../core/ports/contacts.ts';
import { frozenCopy } from './frozen-copy.ts';

/** How people are reached, in memory. */
export function createMemoryContacts(): Contacts {
  const kept = new Map<PersonId, Contact>();
  return {
    of: async (people) => people.flatMap((person) => kept.get(person) ?? []),
    keep: async (contact) => void kept.set(contact.person, frozenCopy(contact)),
    forget: async (person) => void kept.delete(person),
  };
}
