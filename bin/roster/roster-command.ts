import { parseArgs } from 'node:util';
import { isoInstant } from '../../core/time/london.ts';
import { errorNameOf } from '../../functions/adapters/log.ts';
import { type CommandResult, failed, printed, wrongUse } from '../command-result.ts';
import { type ContactChange, changesBy, contactsToKeep, refusalsOf } from './contact-changes.ts';
import { type FileContacts, holdsOnlySamples, readContactsFile } from './contacts-file.ts';
import { isTracked } from './is-tracked.ts';
import { openRosterOffice, type RosterOffice } from './roster-office.ts';
import { changeLines, standingLines } from './say-roster.ts';

const help = `Usage: npm run roster -- plan FILE [--stage STAGE]
       npm run roster -- apply FILE [--stage STAGE] [--remove]
       npm run roster -- status [--stage STAGE]

FILE says how the people of the stage's roster are reached, all of them:

  { "people": { "person-7f3a": { "name": "for you", "email": "...", "mobile": "+44..." } } }

It must not be in version control. Names stay in it; an address is never printed.

  plan       say what FILE would change, and write nothing
  apply      write it, subscribe people, and say how each stands
  status     say how each stood when the roster was last compared with the subscriptions
  --stage    dev (where nothing is said) or prod
  --remove   let apply remove the addresses that FILE does not have any more
  --help     print this

Exit status: 0 done; 1 FILE is refused, AWS refused something, or an argument is wrong.
`;

const done = (lines: readonly string[]): CommandResult => ({ out: printed(lines), err: '', status: 0 });

const misused = (sentence: string): CommandResult => wrongUse(sentence, 'roster');

/** Opens a stage's office. The command's own by default; a local stack or a test gives another. */
export type OpenOffice = (stage: string) => Promise<RosterOffice>;

/** Runs `roster` with the arguments that follow its name. Prints nothing itself, and gives back no address. */
export async function rosterCommand(
  args: readonly string[],
  open: OpenOffice = openRosterOffice,
): Promise<CommandResult> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch {
    // What parseArgs says quotes the arguments.
    return misused('The arguments cannot be read.');
  }
  const { help: isHelp, stage, remove } = parsed.values;
  const [what, file, ...more] = parsed.positionals;
  if (isHelp) return { out: help, err: '', status: 0 };
  if (more.length > 0) return misused('There is one file at a time.');
  if (what === 'status' && file === undefined) return withOffice(stage, open, status);
  if (what !== 'plan' && what !== 'apply') return misused('What is to be done: plan, apply or status?');
  if (file === undefined) return misused('Which file says how people are reached?');
  const read = await readContactsFile(file);
  if (!read.ok) return refused(read.error.problems);
  const contacts = read.value;
  if (!holdsOnlySamples(contacts) && (await isTracked(file)))
    return refused(['it is in version control, where no address of a person belongs: take it out of git']);
  return withOffice(stage, open, (office) =>
    what === 'plan' ? plan(office, contacts) : apply(office, contacts, remove),
  );
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      remove: { type: 'boolean', default: false },
      stage: { type: 'string', default: 'dev' },
    },
    allowPositionals: true,
    strict: true,
  });

const refused = (problems: readonly string[]): CommandResult =>
  failed('The file is refused, and nothing was written:', ...problems.map((problem) => `  ${problem}`));

async function withOffice(
  stage: string,
  open: OpenOffice,
  work: (office: RosterOffice) => Promise<CommandResult>,
): Promise<CommandResult> {
  let office: RosterOffice;
  try {
    office = await open(stage);
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'The stage cannot be reached.');
  }
  try {
    return await work(office);
  } catch (error) {
    // Only its name: what a service says of a request may quote it.
    return failed(`AWS refused something: ${errorNameOf(error)}. It is safe to do the same again.`);
  }
}

async function compare({ roster, contacts }: RosterOffice, file: FileContacts) {
  const kept = await contacts.of(roster.map(({ id }) => id));
  return { refusals: refusalsOf(roster, file), changes: changesBy(roster, kept, file) };
}

async function plan(office: RosterOffice, file: FileContacts): Promise<CommandResult> {
  const { refusals, changes } = await compare(office, file);
  if (refusals.length > 0) return refused(refusals);
  return done([...saidOf(changes), 'Nothing was written.']);
}

async function apply(office: RosterOffice, file: FileContacts, mayRemove: boolean): Promise<CommandResult> {
  const { refusals, changes } = await compare(office, file);
  if (refusals.length > 0) return refused(refusals);
  const removed = changes.filter(({ change }) => change === 'removed');
  if (removed.length > 0 && !mayRemove)
    return refused([
      ...changeLines(removed),
      'whoever is not reached any more must be meant: say --remove, or complete the file',
    ]);
  for (const contact of contactsToKeep(changes, file, isoInstant(office.clock.now())))
    await office.contacts.keep(contact);
  const isAllDone = await office.reconcile();
  const { out, err } = await status(office);
  return {
    out: `${printed(saidOf(changes))}${out}`,
    err: isAllDone ? err : `${err}Not all could be done; it is tried again every five minutes.\n`,
    status: isAllDone && err === '' ? 0 : 1,
  };
}

const saidOf = (changes: readonly ContactChange[]): readonly string[] =>
  changes.length === 0 ? ['Nothing changes.'] : changeLines(changes);

async function status({ reach }: RosterOffice): Promise<CommandResult> {
  const found = await reach.found();
  return found === undefined
    ? failed('The roster has not been compared with the subscriptions yet.')
    : done(standingLines(found));
}
