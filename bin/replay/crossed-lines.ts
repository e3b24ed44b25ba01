import { spokenDate } from '../../core/message/wording.ts';
import type { Policy, Severity } from '../../core/policy/policy.ts';
import { londonDate } from '../../core/time/london.ts';
import type { FileReplay } from './replay-report.ts';

/** A line that was crossed in a replay: how that became known, when, and how long before the harm. */
export type CrossedIn = { readonly line: string; readonly at: string; readonly what: string };

/** Each line of each family the first time that it became a reason of an alert, or was crossed in shadow; in order of time. */
export function crossedIn(
  { families }: FileReplay,
  { alerting }: Policy,
  harmOn: string,
): readonly CrossedIn[] {
  const isListed = (severity: Severity): boolean => alerting.severities[severity].deliver === 'list';
  const crossed = families.flatMap(({ steps }) => {
    const seen = new Set<string>();
    return steps.flatMap(({ at, alert, lines }) => {
      const reasons = (alert?.lines ?? []).map(({ line, severity, late }) => {
        const told = alert?.message === undefined || isListed(severity) ? 'listed' : 'message';
        return { line, how: told, when: late ? ' (found late)' : '' };
      });
      const inShadow = lines
        .filter(({ shadow, standing }) => shadow && standing !== 'below')
        .map(({ line }) => ({ line, how: 'in shadow', when: '' }));
      return [...reasons, ...inShadow]
        .filter(({ line }) => !seen.has(line) && seen.add(line))
        .map(({ line, how, when }) => ({
          line,
          at,
          what: `${how} ${spokenDate(at)}${when}, ${lead(at, harmOn)}`,
        }));
    });
  });
  return crossed.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

const dayMilliseconds = 86_400_000;

/** Whole days from the Europe/London date of an instant to the date of the harm. */
function lead(at: string, harmOn: string): string {
  const days = (Date.parse(harmOn) - Date.parse(londonDate(Date.parse(at)))) / dayMilliseconds;
  return days >= 0 ? `${days} days before` : `${-days} days after`;
}
