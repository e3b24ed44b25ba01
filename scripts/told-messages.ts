import type { InboxMessage } from '../local/inbox/inbox-message.ts';

/** The messages of an inbox that tell of something: not those by which SNS asks whether somebody wants any. */
export const toldMessages = ({ inbox }: { readonly inbox: { messages(): readonly InboxMessage[] } }) =>
  inbox.messages().filter(({ confirmLink }) => confirmLink === undefined);
