import * as z from 'zod';
import type { Channel } from '../../core/alert/reach.ts';
import type { PersonId } from '../../core/alert/roster.ts';
import { OpaqueId } from '../../core/alert/roster-document.ts';
import { fail, type Outcome, succeed } from '../../core/outcome.ts';
import { jsonValue } from '../replay/json-value.ts';
import { readText } from '../replay/read-text.ts';

/** How people are reached, as a file says it. Names are for whoever reads the file, and go no further. */
export const ContactsFile = z.strictObject({
  people: z.record(
    OpaqueId,
    z.strictObject({
      name: z.string().min(1).max(200).optional(),
      email: z.email().max(254).optional(),
      mobile: z
        .string()
        .regex(/^\+[1-9]\d{7,14}$/)
        .optional(),
    }),
  ),
});

/** The addresses of a person, by channel. */
export type Addresses = Readonly<Partial<Record<Channel, string>>>;
export type FileContacts = ReadonlyMap<PersonId, Addresses>;

/** Why a file cannot be used, a sentence for each problem: by person, field and rule, and never by what is written there. */
export type Unusable = { readonly code: 'unusable'; readonly problems: readonly string[] };

/** Reads a file of contacts. */
export async function readContactsFile(file: string): Promise<Outcome<FileContacts, Unusable>> {
  const text = await readText(file);
  if (!text.ok) return unusable(text.error.problems.map(({ rule, detail }) => `${rule} (${detail})`));
  const written = jsonValue(text.value);
  if (!written.ok) return unusable([written.error.detail]);
  const read = ContactsFile.safeParse(written.value);
  if (!read.success) return unusable([...new Set(read.error.issues.map(sentenceOf))]);
  return succeed(
    new Map(
      Object.entries(read.data.people).map(([person, { email, mobile }]) => [
        person,
        { ...(email === undefined ? {} : { email }), ...(mobile === undefined ? {} : { sms: mobile }) },
      ]),
    ),
  );
}

const unusable = (problems: readonly string[]): { ok: false; error: Unusable } =>
  fail({ code: 'unusable', problems });

const rules: ReadonlyMap<unknown, string> = new Map([
  ['name', 'must be text of 1 to 200 characters'],
  ['email', 'must be an email address'],
  ['mobile', 'must be a number in international form, such as +447700900123'],
]);

/** Only ids, fields and rules that are known here are repeated: anything else in the file may be an address. */
function sentenceOf({ code, path }: z.core.$ZodIssue): string {
  const [top, who, field] = path;
  const rule = rules.get(field);
  if (top === undefined) return 'must be one object with the field people and no other';
  if (code === 'invalid_key') return 'people: an id must be person- and 4 to 16 letters or digits';
  if (!OpaqueId.safeParse(who).success) return 'people: must hold an object for each person, by their id';
  if (rule !== undefined) return `${String(who)}: ${String(field)}: ${rule}`;
  return `${String(who)}: must be an object with the fields name, email and mobile at most`;
}

/** Whether every address is one that is reserved for examples: such a file may be in version control. */
export const holdsOnlySamples = (contacts: FileContacts): boolean =>
  [...contacts.values()].every(({ email, sms }) => isSampleEmail(email) && isSampleNumber(sms));

/** RFC 2606. */
const isSampleEmail = (email = 'nobody@example.com'): boolean =>
  /@([a-z0-9-]+\.)*(example\.(com|net|org)|[a-z0-9-]+\.example)$/i.test(email);

/** Numbers that Ofcom keeps for drama. */
const isSampleNumber = (sms = '+447700900000'): boolean => /^\+447700900\d{3}$/.test(sms);
