import type { CanaryWords } from '../../scan/canary-words.ts';
import { countingWords } from './counting-words.ts';
import type { Words } from './telling.ts';

/** Which field of an input each kind of reference ends in. */
const fieldOf = {
  family: 'familyRef',
  child: 'childRefs[]',
  referral: 'referralId',
  incident: 'incidentRef',
  event: 'eventId',
  person: 'referrer.referrerRef',
  organisation: 'referrer.organisationRef',
} as const;

const isNamed = (name: string): name is keyof typeof fieldOf => name in fieldOf;

/**
 * Words that nobody could guess, for everything personal in a day's tellings but
 * dates: messages tell on which days a line was crossed, and a date of birth may be one of those.
 */
export function canaryWordsOfADay(words: CanaryWords): Words {
  return {
    ...countingWords(),
    reference: (name) => {
      if (!isNamed(name)) throw new Error(`Nobody has said which field a ${name} is.`);
      return words.word(fieldOf[name]);
    },
    nhsNumber: () => words.word('nhsNumbers[]'),
    upn: () => words.word('upns[]'),
  };
}
