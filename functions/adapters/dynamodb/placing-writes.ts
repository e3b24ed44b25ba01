import type { Placing } from '../../../core/ports/referral-ledger.ts';
import type { ReferralKey } from '../../../core/timeline/timeline.ts';
import { encodeFamily, encodeIdentifier, encodeMembership, membershipMoved } from './family-items.ts';
import { encodeFamilyLink } from './family-link-items.ts';
import { isStillVersion } from './put-condition.ts';
import { newItem } from './record-once.ts';
import type { Write } from './write-together.ts';

/** What is written so that a referral's timeline is part of its family, and its identifiers lead there. */
export function placingWrites(
  { timelineId, family, newIdentifiers }: Placing,
  { at, because }: { readonly at: string; readonly because: ReferralKey },
): readonly Write[] {
  const identifiers = newIdentifiers.map(({ id }) => newItem(encodeIdentifier(id, timelineId)));
  switch (family.code) {
    case 'known':
      return identifiers;
    case 'new': {
      const timelines = [timelineId];
      const { familyId } = family;
      return [
        ...identifiers,
        newItem(encodeFamily({ familyId, timelines, version: 0, epoch: 0, openAlertId: undefined })),
        newItem(encodeMembership({ timelineId, familyId, timelines })),
      ];
    }
    case 'added': {
      const before = family.family;
      const after = {
        ...before,
        version: before.version + 1,
        timelines: [...before.timelines, timelineId],
      };
      const { familyId, timelines, epoch } = after;
      const had = epoch > 0 ? ({ hasHadAlert: true } as const) : {};
      const link = { at, what: 'timeline-added', timelines: [timelineId], because } as const;
      return [
        ...identifiers,
        { item: encodeFamily(after), condition: isStillVersion(before.version) },
        newItem(encodeFamilyLink(familyId, link)),
        newItem(encodeMembership({ timelineId, familyId, timelines, ...had })),
        ...before.timelines.map((one) => membershipMoved(one, after)),
      ];
    }
    default:
      throw new Error(`No such placing: ${family satisfies never}`);
  }
}
