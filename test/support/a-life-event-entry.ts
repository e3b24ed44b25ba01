import type { LifeEventSubmission } from '../../core/life-event/life-event-submission.ts';
import type { LifeEventEntry } from '../../core/ports/life-event-ledger.ts';
import type { TimelineEvent } from '../../core/timeline/timeline.ts';
import { aLifeEvent } from './a-family.ts';

/** A life event of the family whose first referral was `anEntry(name)`, under a key of its own. */
export const anEventEntry = (
  name: string,
  key: string,
  event: TimelineEvent = aLifeEvent(key, '2026-10-01'),
): LifeEventEntry => ({
  sourceKey: key,
  prints: { source: 'print-source', eventId: `print-${key}` },
  receipt: { receiptId: key, recordedAt: '2026-11-02T10:00:00.000Z' },
  timelineId: `timeline-${name}`,
  event,
});

type Kind = LifeEventSubmission['event'];

/** What each kind of life event says beside that it happened; written out from the product's glossary. */
export const saidOfKind: Readonly<Record<Kind, readonly Readonly<Record<string, string>>[]>> = {
  'case-opened': [{ caseKind: 'early-help' }, { caseKind: 'family-help', team: 'north' }],
  'case-stepped-up': [{ caseKind: 'child-in-need' }],
  'case-stepped-down': [{ caseKind: 'child-protection' }],
  'case-closed': [{ caseKind: 'looked-after', team: 'north' }],
  'child-protection-plan': [{ subject: 'child' }, { subject: 'parent-in-own-childhood' }],
  s47: [{ subject: 'child' }],
  'legal-proceedings': [{ subject: 'parent-in-own-childhood' }],
  removal: [
    { subject: 'child', removalKind: 'court-order' },
    { subject: 'child', removalKind: 'police-protection' },
    { subject: 'child', removalKind: 'section-20' },
    { subject: 'parent-in-own-childhood', removalKind: 'kinship-placement' },
  ],
  'strategy-discussion': [{}],
  'assessment-started': [{}],
  'assessment-completed': [{}],
  'pre-birth-assessment-started': [{}],
  'pre-birth-assessment-completed': [{}],
  'early-help-accepted': [{}],
  'new-adult': [{}],
  'moved-authority-in': [{}],
  'moved-authority-out': [{}],
  'withdrawn-from-school': [{}],
  'not-brought': [{}],
  'moved-team': [{ team: 'south' }],
  pregnancy: [{ expectedDateOfBirth: '2027-01-05' }],
  birth: [{}, { expectedDateOfBirth: '2026-10-05' }],
  'end-of-pregnancy': [{}, { expectedDateOfBirth: '2027-01-05' }],
};

/** One life event of each kind, and of each form that a kind has, as a source sends it. */
export const everyKindOfEvent: readonly LifeEventSubmission[] = Object.entries(saidOfKind).flatMap(
  ([event, forms]) =>
    forms.map(
      (said, index) =>
        ({
          source: 'front-door',
          eventId: `${event}-${index}`,
          happenedOn: '2026-10-01',
          event,
          ...said,
        }) as LifeEventSubmission,
    ),
);
