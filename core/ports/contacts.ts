import type { PersonId } from '../alert/roster.ts';

/** How a person of the roster is reached. Nothing but this holds a manager's address or number. */
export type Contact = {
  readonly person: PersonId;
  readonly email?: string | undefined;
  /** A number in international form. */
  readonly sms?: string | undefined;
  /** When it was last changed, as ISO 8601 in UTC. */
  readonly appliedAt: string;
};

/** Keeps how people are reached, by their opaque ids. */
export type Contacts = {
  /** What is kept of these people, strongly consistent; nothing of whoever was never told of, or where this version cannot read it. */
  readonly of: (people: readonly PersonId[]) => Promise<readonly Contact[]>;
  readonly keep: (contact: Contact) => Promise<void>;
  readonly forget: (person: PersonId) => Promise<void>;
};
