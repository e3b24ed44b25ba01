/** What a command leaves behind: text for each stream and the exit status. */
export type CommandResult = { readonly out: string; readonly err: string; readonly status: number };

/** Lines as a stream has them. */
export const printed = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** A command that could not do its work, and why. */
export const failed = (...lines: readonly string[]): CommandResult => ({
  out: '',
  err: printed(lines),
  status: 1,
});

/** A command that was called in a way it does not know, and where to read how. */
export const wrongUse = (sentence: string, command: string): CommandResult =>
  failed(sentence, `See: npm run ${command} -- --help`);
