import { describe, expect, it } from 'vitest';
import type { AlertState } from '../../core/alert/alert-states.ts';
import { canaryReferrals, canarySource, isCanaryFamily } from '../../core/canary/canary-family.ts';
import { isCanaryAlert, policyFor } from '../../core/canary/canary-policy.ts';
import { examine } from '../../core/pattern/examine.ts';
import type { LivePolicy } from '../../core/policy/policy.ts';
import { Policy } from '../../core/policy/policy.ts';
import type { CanaryWay } from '../../core/ports/canary-way.ts';
import { ReferralSubmission } from '../../core/referral/referral-submission.ts';
import type { Timeline } from '../../core/timeline/timeline.ts';
import { runCanary } from '../../core/usecases/run-canary.ts';
import { bundledPolicy } from '../../functions/adapters/policy/bundled-policies.ts';
import { anAlert } from '../support/an-alert.ts';

const monday = Date.parse('2026-11-02T10:00:00Z');

/** A timeline as the canary's referrals make it, less those from `count` on; each may be changed. */
const timelineOf = (
  count: number,
  changed: Partial<ReferralSubmission> & { withdrawn?: 'test' } = {},
): Timeline => ({
  timelineId: 'timeline-1',
  lifeEvents: [],
  referrals: canaryReferrals('run-1', monday)
    .slice(0, count)
    .map((referral, index) => ({ ...referral, key: `key-${index}`, ...changed })),
});

const namesOf = async (): Promise<readonly LivePolicy[]> =>
  Promise.all((['default', 'sensitive', 'sample'] as const).map((name) => bundledPolicy(name)));

describe("a canary's family", () => {
  it('is told by its source alone, and needs a referral', () => {
    expect(isCanaryFamily([timelineOf(1)])).toBe(true);
    expect(isCanaryFamily([{ ...timelineOf(0) }])).toBe(false);
    expect(isCanaryFamily([timelineOf(1), { ...timelineOf(2), timelineId: 'timeline-2' }])).toBe(true);
    expect(isCanaryFamily([timelineOf(1), timelineOf(1, { source: 'front-door' })])).toBe(false);
  });

  it('is sent as any referral is, with nothing in it of anybody', () => {
    const sent = canaryReferrals('2b0e6f0e-1f0a-4c55-9a39-0d7a5fbd4b11', monday);
    expect(sent).toHaveLength(2);
    for (const referral of sent) {
      expect(ReferralSubmission.parse(referral)).toEqual(referral);
      expect(referral).toMatchObject({ source: canarySource, madeAt: '2026-11-02T10:00:00.000Z' });
      expect(referral.concerns).toEqual([{ kind: 'other', subject: 'other' }]);
      expect(Object.keys(referral)).not.toContain('team');
      expect(Object.keys(referral)).not.toContain('household');
    }
    expect(new Set(sent.map(({ referralId }) => referralId)).size).toBe(2);
    expect(new Set(sent.map(({ familyRef }) => familyRef)).size).toBe(1);
  });

  it('crosses its one line with both referrals, under whichever policy is live, and with no fewer', async () => {
    let tried = 0;
    for (const live of await namesOf()) {
      const standings = [1, 2].map((count) => {
        const timelines = [timelineOf(count)];
        const { lines } = examine(timelines, policyFor(timelines, live), monday);
        return lines.map(({ line, standing, closesByItself }) => [line, standing, closesByItself]);
      });
      expect(standings).toEqual([[['canary', 'below', true]], [['canary', 'current', true]]]);
      const withdrawn = [timelineOf(2, { withdrawn: 'test' })];
      expect(examine(withdrawn, policyFor(withdrawn, live), monday).lines[0]?.standing).toBe('below');
      tried += 1;
    }
    expect(tried).toBe(3);
  });

  it("is examined by a policy that is one, and that tells of the canary's line by message", async () => {
    for (const live of await namesOf()) {
      const { policy, hash } = policyFor([timelineOf(2)], {
        ...live,
        policy: {
          ...live.policy,
          alerting: {
            ...live.policy.alerting,
            severities: { ...live.policy.alerting.severities, escalate: { deliver: 'list' } },
          },
        },
      });
      expect(Policy.parse(policy).lines).toHaveLength(1);
      expect(policy.alerting.severities.escalate).toEqual({ deliver: 'message' });
      expect(hash).not.toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('changes nothing for another family', async () => {
    const [live] = await namesOf();
    if (live === undefined) throw new Error('no policy');
    const others = [timelineOf(2, { source: 'front-door' })];
    expect(policyFor(others, live)).toBe(live);
    expect(policyFor([], live)).toBe(live);
  });

  it('has alerts that are told from those of a family by what they rest on, not by a team', () => {
    const [line] = anAlert().lines;
    if (line === undefined) throw new Error('no line');
    const ofCanary = { ...line, policy: { id: 'canary', version: 1, hash: 'canary' } };
    expect(isCanaryAlert(anAlert({ lines: [ofCanary] }))).toBe(true);
    expect(isCanaryAlert(anAlert({ team: 'tideline-canary' }))).toBe(false);
    expect(isCanaryAlert(anAlert({ lines: [ofCanary, line] }))).toBe(false);
  });
});

type Story = {
  /** Milliseconds after which each thing has happened, counted from the start; never where it is not said. */
  readonly raisedAfter?: number;
  readonly seenAfter?: number;
  readonly closedAfter?: number;
  /** Calls that are refused. */
  readonly refusing?: keyof CanaryWay;
};

/** A way on which things take as long as a story says, and a clock that only a delay moves. */
function aWay({ raisedAfter, seenAfter, closedAfter, refusing }: Story) {
  let at = monday;
  const withdrawn: string[] = [];
  const sent: string[] = [];
  const has = (after: number | undefined) => after !== undefined && at - monday >= after;
  const refuse = (call: keyof CanaryWay): void => {
    if (call === refusing) throw new Error('refused');
  };
  const way: CanaryWay = {
    send: async ({ referralId }) => {
      refuse('send');
      sent.push(referralId);
      return { receiptId: `receipt-${sent.length}`, familyId: 'family-1' };
    },
    withdraw: async (receiptId) => {
      refuse('withdraw');
      withdrawn.push(receiptId);
    },
    openAlert: async () => {
      refuse('openAlert');
      return has(raisedAfter) ? 'alert-1' : undefined;
    },
    isSeen: async () => {
      refuse('isSeen');
      return has(seenAfter);
    },
    alertState: async (): Promise<AlertState> => {
      refuse('alertState');
      return withdrawn.length === 2 && has(closedAfter) ? 'closed' : 'sent';
    },
  };
  const surroundings = {
    way,
    clock: { now: () => at },
    delay: async (milliseconds: number) => {
      at += milliseconds;
    },
  };
  return { surroundings, sent, withdrawn, passed: () => at - monday };
}

describe('a run of the canary', () => {
  it('arrives where everything happens, and says how long each part took', async () => {
    const { surroundings, sent, withdrawn } = aWay({
      raisedAfter: 1_500,
      seenAfter: 4_000,
      closedAfter: 6_000,
    });
    expect(await runCanary(surroundings, 'run-1')).toEqual({
      code: 'arrived',
      recordedAfter: 0,
      raisedAfter: 1_500,
      seenAfter: 4_000,
      closedAfter: 6_000,
    });
    expect(sent).toEqual(['run-1-1', 'run-1-2']);
    expect(withdrawn).toEqual(['receipt-1', 'receipt-2']);
  });

  it.each<[string, Story, string, number]>([
    ['is never raised', {}, 'not-raised', 60_000],
    ['is raised and never seen by the ledger', { raisedAfter: 10_000 }, 'not-seen', 70_000],
    ['is seen and never closes', { raisedAfter: 10_000, seenAfter: 20_000 }, 'not-closed', 80_000],
  ])(
    'is lost after a minute more where it %s, and withdraws what it sent',
    async (_, story, step, passed) => {
      const { surroundings, withdrawn, passed: has } = aWay(story);
      expect(await runCanary(surroundings, 'run-1')).toMatchObject({ code: 'lost', step });
      expect(has()).toBe(passed);
      expect(withdrawn).toEqual(['receipt-1', 'receipt-2']);
    },
  );

  it.each<[keyof CanaryWay, string, readonly string[]]>([
    ['send', 'not-recorded', []],
    ['openAlert', 'not-raised', ['receipt-1', 'receipt-2']],
    ['isSeen', 'not-seen', ['receipt-1', 'receipt-2']],
    ['withdraw', 'not-withdrawn', []],
    ['alertState', 'not-closed', ['receipt-1', 'receipt-2']],
  ])('is lost where %s is refused, and says at which step', async (refusing, step, expected) => {
    const story = { raisedAfter: 0, seenAfter: 0, closedAfter: 0, refusing };
    const { surroundings, withdrawn } = aWay(story);
    const ran = await runCanary(surroundings, 'run-1');
    expect(ran).toMatchObject({ code: 'lost', step });
    expect((ran as { error: Error }).error.message).toBe('refused');
    expect(withdrawn).toEqual(expected);
  });
});
