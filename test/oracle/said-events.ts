import type { OracleReferral } from './oracle-types.ts';

/** Everything that is a name of the event a referral tells of: the referral, the one it was said to repeat, a reference of its source. */
const namesOf = ({ key, source, sameEventAs, incidentRef }: OracleReferral): Set<string> =>
  new Set([
    `what ${key} tells of`,
    ...(sameEventAs === undefined ? [] : [`what ${sameEventAs} tells of`]),
    ...(incidentRef === undefined ? [] : [`what ${source} has filed as ${incidentRef}`]),
  ]);

const isOneEvent = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].some((name) => other.has(name));

/** Makes one of the first two events that have a name in common; nothing where all are different. */
function mergedOnce(events: readonly Set<string>[]): Set<string>[] | undefined {
  for (const one of events) {
    const other = events.find((it) => it !== one && isOneEvent(it, one));
    if (other === undefined) continue;
    return [...events.filter((it) => it !== one && it !== other), new Set([...one, ...other])];
  }
  return undefined;
}

/**
 * The event that each referral was said to tell of, by key; one whose event
 * has no name but its own was not said to tell of any. Puts together what has
 * a name in common until nothing has.
 */
export function saidEvents(referrals: readonly OracleReferral[]): Map<string, string> {
  let events = referrals.map(namesOf);
  for (let merged = mergedOnce(events); merged !== undefined; merged = mergedOnce(events)) events = merged;
  return new Map(
    referrals.flatMap(({ key }) => {
      const event = events.find((names) => names.has(`what ${key} tells of`)) ?? new Set();
      return event.size > 1 ? [[key, [...event].sort().join(', ')] as const] : [];
    }),
  );
}
