import { expect, it } from 'vitest';
import { Recipient } from '../../core/alert/roster.ts';
import { canaryReferrals } from '../../core/canary/canary-family.ts';
import { policyFor } from '../../core/canary/canary-policy.ts';
import type { Timeline } from '../../core/timeline/timeline.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { aManager, aSendingDesk, deskOpens } from '../support/a-sending-desk.ts';
import { alertOf, decisionOn } from '../support/an-alert.ts';

it("what is raised of a canary's family goes to the ledger's own address, and to nobody on the roster", async () => {
  const timeline: Timeline = {
    timelineId: 'timeline-1',
    lifeEvents: [],
    referrals: canaryReferrals('run-1', deskOpens).map((referral, index) => ({
      ...referral,
      key: `key-${index}`,
    })),
  };
  const live = policyFor([timeline], { policy: aPolicy([aLine()]), hash: 'a1b2c3' });
  const raised = alertOf(decisionOn([timeline], '2026-11-02T10:00:00Z', { live }));
  const desk = aSendingDesk([{ ...aManager('manager', 'north-team'), areaWide: true }]);
  await desk.store.alerts.advance(raised, [], {
    event: 'raised',
    reason: 'line-crossed',
    at: raised.raisedAt,
  });
  await desk.time.until(desk.send(raised.alertId));
  expect(desk.handed.map(({ recipients }) => recipients)).toEqual([['tideline-canary']]);
  const [outcome] = desk.noted;
  if (outcome?.code !== 'sent') throw new Error('The canary was not told of.');
  const { recipients, ...why } = outcome.resolution;
  // Nobody was missing for whom the area or a stand-in would have to be told.
  expect(why).toEqual({ reason: 'team', unreachable: [], standIns: [] });
  const [canary] = recipients.map((recipient) => Recipient.parse(recipient));
  expect(canary).toMatchObject({ id: 'tideline-canary', areaWide: false, teams: [] });
});
