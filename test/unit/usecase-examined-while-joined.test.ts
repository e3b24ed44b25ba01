import { describe, expect, it } from 'vitest';
import { examineFamily } from '../../core/usecases/examine-family.ts';
import { separateFamily } from '../../core/usecases/separate-family.ts';
import { aLine, aPolicy } from '../support/a-family.ts';
import { alwaysLive } from '../support/a-live-policy.ts';
import { clock, desk, familyOf, lineOf, nhs as of2, separation } from '../support/families-of-referrals.ts';

const twoInAYear = aLine({ severity: 'escalate', when: { all: [{ count: 'referrals', atLeast: 2 }] } });
const policies = alwaysLive({ policy: aPolicy([twoInAYear]), hash: 'a-hash' });
const of3 = '9434765870';

/** Three families that nothing joins yet, and what may happen to them. */
async function threeFamilies() {
  const { store, surroundings, send: tell } = desk();
  const send = async (referralId: string, familyRef: string, nhsNumbers: readonly string[] = []) => {
    const numbers = nhsNumbers.length === 0 ? {} : { nhsNumbers: [...nhsNumbers] };
    expect((await tell(referralId, { familyRef, ...numbers })).ok).toBe(true);
  };
  await send('first-1', 'F-1');
  await send('first-2', 'F-1');
  await send('second', 'F-2', [of2]);
  await send('third', 'F-3', [of3]);
  return {
    store,
    joinSecond: () => send('joins-second', 'F-1', [of2]),
    joinThird: () => send('joins-third', 'F-1', [of3]),
    separateSecond: async () => {
      expect((await separateFamily(surroundings, familyOf('F-1'), separation, 'client-1')).ok).toBe(true);
    },
  };
}

type ThreeFamilies = Awaited<ReturnType<typeof threeFamilies>>;
type Story = {
  readonly what: string;
  readonly before: (of: ThreeFamilies) => Promise<void>;
  readonly meanwhile: (of: ThreeFamilies) => Promise<void>;
  readonly evidence: readonly string[];
};

const stories: readonly Story[] = [
  {
    what: 'is joined with another',
    before: async () => undefined,
    meanwhile: ({ joinSecond }) => joinSecond(),
    evidence: ['first-1', 'first-2', 'joins-second', 'second'],
  },
  {
    what: 'is separated from another',
    before: ({ joinSecond }) => joinSecond(),
    meanwhile: ({ separateSecond }) => separateSecond(),
    evidence: ['first-1', 'first-2', 'joins-second'],
  },
  {
    what: 'is separated from one and joined with another',
    before: ({ joinSecond }) => joinSecond(),
    meanwhile: async ({ separateSecond, joinThird }) => {
      await separateSecond();
      await joinThird();
    },
    evidence: ['first-1', 'first-2', 'joins-second', 'joins-third', 'third'],
  },
];

describe('a family', () => {
  it.each(stories)(
    'that $what while it is examined is alerted on for what is of it then',
    async ({ before, meanwhile, evidence }) => {
      const all = await threeFamilies();
      await before(all);
      let happened = 0;
      const families = {
        ...all.store.families,
        family: async (familyId: string) => {
          happened += 1;
          if (happened === 1) await meanwhile(all);
          return all.store.families.family(familyId);
        },
      };
      const examined = await examineFamily({ ...all.store, families, policies, clock }, lineOf('F-1'));
      expect(examined).toMatchObject({ familyId: familyOf('F-1'), decision: { kind: 'raise' } });
      const alert = await all.store.alerts.alert(all.store.alerts.idFor(familyOf('F-1'), 1));
      expect(alert?.evidence).toEqual(evidence.map((name) => `referral:front-door:${name}`));
      expect(happened).toBe(2);
    },
  );
});
