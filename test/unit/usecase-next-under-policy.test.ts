import { expect, test } from 'vitest';
import { nextExaminationAt } from '../../core/alert/decide-for-family.ts';
import { examine } from '../../core/pattern/examine.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { livePolicyFrom } from '../../functions/adapters/policy/live-policy.ts';
import { aFamily, aLine, aPolicy, aReferral } from '../support/a-family.ts';
import { anEntry } from '../support/a-ledger-entry.ts';
import { aReconciler } from '../support/a-reconciler.ts';
import { anAlert } from '../support/an-alert.ts';

/** A Tuesday. */
const from = Date.parse('2026-11-03T12:00:00Z');

test('a promise that only the new policy asks about is looked at in time, though nothing differs yet', async () => {
  const desk = aReconciler({ live: bundledPolicy('default'), from });
  const referral = aReferral('key-1', '2026-11-03T09:00:00.000Z', {
    screening: { outcome: 'strategy', decidedAt: '2026-11-03T10:00:00.000Z' },
  });
  await desk.store.ledger.record(anEntry('1', { referral }));
  await desk.examineChanges();
  await desk.run();
  desk.marked.length = 0;
  desk.world.live = bundledPolicy('sample');
  expect(await desk.run()).toMatchObject({ because: 'policy', counts: { families: 1, reexamined: 1 } });
  expect([desk.marked, desk.told]).toEqual([['timeline-1'], []]);
  await desk.examineChanges();
  // A strategy discussion within one working day of a Tuesday: by the end of Wednesday.
  const kept = (await desk.store.families.timeline('timeline-1'))?.nextExaminationAt;
  expect(kept).toBe('2026-11-05T00:00:00.000Z');
});

test('a line that closes by itself and that the policy no longer has brings an examination when it lapses', () => {
  const live = livePolicyFrom(aPolicy([aLine({ severity: 'escalate' })]));
  const finding = examine(aFamily(aReferral('one', '2026-11-02T09:00:00.000Z')), live, from);
  const [line] = anAlert().lines;
  const watch = { ...line!, line: 'watch-of-before', closesByItself: true };
  const open = anAlert({ lines: [line!, { ...watch, crossedUntil: '2026-11-09T23:59:59.999Z' }] });
  const nothing = { kind: 'nothing', reason: 'already-covered' } as const;
  expect(nextExaminationAt(finding, nothing, open)).toBe('2026-11-10T00:00:00.000Z');
  expect(nextExaminationAt(finding, nothing, undefined)).toBe(finding.nextDueAt);
  const stays = anAlert({ lines: [line!] });
  expect(nextExaminationAt(finding, nothing, stays)).toBe(finding.nextDueAt);
  const ended = anAlert({ ...open, state: 'closed' });
  expect(nextExaminationAt(finding, { kind: 'close', reason: 'closed', alert: ended }, open)).toBe(
    finding.nextDueAt,
  );
});
