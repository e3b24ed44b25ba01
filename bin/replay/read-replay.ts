import { type Outcome, succeed } from '../../core/outcome.ts';
import { type InputProblem, problemsOf } from './input-problem.ts';
import { jsonValue } from './json-value.ts';
import { readText, type Unreadable, unreadable } from './read-text.ts';
import { type NumberedRecord, parseRecord } from './replay-record.ts';

/**
 * Reads a file of JSON Lines and puts the records in order of arrival; those
 * that arrive at one instant keep the file's order. Empty lines are passed
 * over. One bad line spoils the whole file, and every bad line is named.
 */
export async function readReplay(file: string): Promise<Outcome<readonly NumberedRecord[], Unreadable>> {
  const text = await readText(file);
  if (!text.ok) return text;
  const records: NumberedRecord[] = [];
  const problems: InputProblem[] = [];
  for (const [index, written] of text.value.split(/\r?\n/).entries()) {
    if (written.trim() === '') continue;
    const read = recordOf(written, file, index + 1);
    if (read.ok) records.push(read.value);
    else problems.push(...read.error.problems);
  }
  if (problems.length > 0) return unreadable(...problems);
  if (records.length === 0) {
    return unreadable({ file, line: 0, field: '', rule: 'empty', detail: 'The file holds no record' });
  }
  return succeed(records.sort((a, b) => a.at - b.at || a.line - b.line));
}

function recordOf(written: string, file: string, line: number): Outcome<NumberedRecord, Unreadable> {
  const read = jsonValue(written);
  if (!read.ok) {
    const { code, detail } = read.error;
    return unreadable({
      file,
      line,
      field: '',
      rule: code,
      detail: code === 'not-json' ? 'Each line must be one JSON object' : `The line ${detail}`,
    });
  }
  const parsed = parseRecord(read.value);
  return parsed.ok
    ? succeed({ ...parsed.value, line })
    : unreadable(...problemsOf(parsed.error.issues, read.value, { file, line }));
}
