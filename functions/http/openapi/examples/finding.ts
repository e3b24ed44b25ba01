import { examine } from '../../../../core/pattern/examine.ts';
import type { LivePolicy } from '../../../../core/policy/policy.ts';
import { findingInWords } from '../../../../core/words/finding-in-words.ts';
import { timelines } from './family.ts';

/** A policy of one line, so that the example can be read at a glance. A real one has twenty. */
const live: LivePolicy = {
  policy: {
    id: 'example',
    version: 1,
    effectiveFrom: '2026-01-01',
    author: 'Tideline',
    reason: 'One line, for an example.',
    incident: { withinDays: 5 },
    historyKept: 'P21Y',
    sourcesWithoutOutcomes: [],
    sourcesSendingEvents: [],
    alerting: {
      foundLateDays: 90,
      afterDecision: { incidents: 2, quietDays: 28, waivedBy: [] },
      severities: {
        watch: { deliver: 'list' },
        escalate: { deliver: 'message' },
        urgent: { deliver: 'message' },
      },
    },
    lines: [
      {
        id: 'baby',
        title: 'repeated concerns, unborn or baby in the household',
        severity: 'escalate',
        window: 'P12M',
        when: {
          all: [
            { household: { unborn: true, under: 'P6M' } },
            { count: 'incidents', atLeast: 2 },
            { count: 'agency-groups', atLeast: 2 },
          ],
        },
      },
    ],
  },
  hash: '7d1f3b5a9c2e4f60817263544536271809fae1d2c3b4a5968778695a4b3c2d1e',
};

/** What the engine itself finds about the invented family: an example that cannot be out of date. */
export const finding = findingInWords(examine(timelines, live, Date.parse('2026-11-24T12:00:00Z')));
