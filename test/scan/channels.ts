import type { PersonalField } from './input-fields.ts';

/** Every way on which something leaves the functions: most must be free of personal values. */
export const channels = [
  /** What is published, and what a manager reads of it. */
  'message',
  'log',
  /** Names and dimensions of metrics and alarms, and why an alarm went off. */
  'metric',
  /** Answers that refuse, and what is thrown. */
  'error',
  /** Keys of the table and of its indexes. */
  'key',
  'stream-record',
  'dead-letter',
  /** Answers to requests that were taken, and the headers of every answer. */
  'answer',
  /** Addresses of pages and of requests. */
  'address',
  /** What describes the API. */
  'document',
  /** What the command line prints. */
  'export',
  /** A referral or a family as it is shown to whoever may read it. */
  'view',
  /** What is found of a family, and the alert about it, as they are shown to whoever may read them. */
  'finding',
  /** When something is to be looked at again, as the index of what is due has it. */
  'due',
  /** What an item of the table holds beside its keys. */
  'item',
  /** The item of a person of the roster. */
  'contact',
  /** Where a message is delivered. */
  'endpoint',
] as const;
export type Channel = (typeof channels)[number];

type Allowance = { readonly fields: readonly PersonalField[]; readonly why: string };

/** What a channel may carry. One that is not here carries nothing. */
export const allowances: Readonly<Partial<Record<Channel, Allowance>>> = {
  view: {
    fields: [
      'referralId',
      'regarding',
      'incidentDate',
      'incidentRef',
      'referrer.referrerRef',
      'referrer.organisationRef',
      'household.children[].dateOfBirth',
      'household.children[].expectedDateOfBirth',
      'eventId',
      'happenedOn',
      'expectedDateOfBirth',
    ],
    why: 'A source reads what it sent itself, and the authority reads its own families. What only found the family is not kept.',
  },
  finding: {
    fields: ['happenedOn', 'household.children[].expectedDateOfBirth', 'expectedDateOfBirth'],
    why: 'For the authority alone, it names the life events that it rests on, and says until when a line stays crossed: that may be the day a child is due.',
  },
  due: {
    fields: ['household.children[].expectedDateOfBirth', 'expectedDateOfBirth'],
    why: 'What is found of a family changes when a child is due, and not on another day. The instant is in the index alone, and in no key of the table, so in no stream.',
  },
  item: {
    fields: [
      'referralId',
      'regarding',
      'incidentDate',
      'incidentRef',
      'referrer.referrerRef',
      'referrer.organisationRef',
      'household.children[].dateOfBirth',
      'household.children[].expectedDateOfBirth',
      'eventId',
      'happenedOn',
      'expectedDateOfBirth',
    ],
    why: 'The table is where these are kept. What only found the family is not, and no address of a manager.',
  },
  contact: {
    fields: ['people{}.email', 'people{}.mobile'],
    why: 'The one kind of item that holds how a manager is reached.',
  },
  endpoint: { fields: ['people{}.email', 'people{}.mobile'], why: 'A message must go somewhere.' },
  address: {
    fields: ['familyRef', 'referralId'],
    why: 'A client asks for what it sent by its own reference, in the query of its request, which is in no log.',
  },
};
