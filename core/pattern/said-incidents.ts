import type { ReferralKey, TimelineReferral } from '../timeline/timeline.ts';

/** What a referral says of which event it tells of. */
type Saying = Pick<TimelineReferral, 'key' | 'source' | 'incidentRef' | 'sameEventAs'>;

/** A referral or an incident reference, and all that was said to be the same event. */
type Named = { readonly name: string; readonly sameAs: Named[] };

/**
 * Which of a family's referrals are one incident because somebody said so:
 * they share an incident reference of one source, or one is said to tell of the
 * same event as the other, directly or through others, in either direction.
 * Every source numbers as it likes, so that two which both write "1" have said
 * nothing of each other. Tells for a referral what its incident is told apart by, the same for all of one
 * incident; undefined for one of which nothing was said. Give it all referrals
 * that were not withdrawn, so that one which lies outside a window or a
 * selection still joins those that lie inside.
 */
export function saidIncidents(referrals: readonly Saying[]): (key: ReferralKey) => string | undefined {
  const known = new Map<string, Named>();
  const join = (one: string, other: string): void => {
    const [a, b] = [named(known, one), named(known, other)];
    a.sameAs.push(b);
    b.sameAs.push(a);
  };
  for (const { key, source, incidentRef, sameEventAs } of referrals) {
    if (incidentRef !== undefined) join(ofKey(key), ofReference(source, incidentRef));
    // The referral that is named need not be there. Two that were said to tell of what a third tells of still tell of
    // one event when the third is withdrawn: a withdrawal must not make two incidents of them and so raise a family.
    // One that names itself says nothing.
    if (sameEventAs !== undefined && sameEventAs !== key) join(ofKey(key), ofKey(sameEventAs));
  }
  const incidents = incidentsByName(known.values());
  return (key) => incidents.get(ofKey(key));
}

/** A key and an incident reference of the same text are not the same. */
const ofKey = (key: ReferralKey): string => `referral:${key}`;

/** A source is named without spaces, so that no two pairs make one name. */
const ofReference = (source: string, incidentRef: string): string => `reference:${source} ${incidentRef}`;

function named(known: Map<string, Named>, name: string): Named {
  const one = known.get(name) ?? { name, sameAs: [] };
  known.set(name, one);
  return one;
}

/** Follows what was said from each one that was not reached yet, which gives the incident its name. */
function incidentsByName(all: Iterable<Named>): ReadonlyMap<string, string> {
  const incidents = new Map<string, string>();
  for (const start of all) {
    const reached = [start];
    // It grows while it is gone through. What has a name already was followed before, so a circle comes to an end.
    for (const { name, sameAs } of reached) {
      if (incidents.has(name)) continue;
      incidents.set(name, start.name);
      reached.push(...sameAs);
    }
  }
  return incidents;
}
