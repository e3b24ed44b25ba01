import { dayOfText, textOfDay } from '../../oracle/calendar.ts';
import type { Words } from './telling.ts';

const upnLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/** The sum of some digits, the first weighted so much and each further one by a step more. */
const weighted = (digits: string, first: number, step: number): number =>
  [...digits].reduce((sum, digit, index) => sum + Number(digit) * (first + index * step), 0);

/** Ten digits from a range of which no number is given to anybody; undefined where nine have no check digit. */
function nhsNumber(count: number): string | undefined {
  const nine = String(999_000_000 + count);
  const check = (11 - (weighted(nine, 10, -1) % 11)) % 11;
  return check === 10 ? undefined : `${nine}${check}`;
}

function upn(count: number): string {
  const twelve = `9990000${String(count).padStart(5, '0')}`;
  return `${upnLetters.charAt(weighted(twelve, 2, 1) % 23)}${twelve}`;
}

/** Words that are counted, and that say nothing of anybody. */
export function countingWords(): Words {
  const count = { reference: 0, nhsNumber: 0, upn: 0, date: 0 };
  return {
    reference: (field) => {
      count.reference += 1;
      return `${field}-${count.reference}`;
    },
    nhsNumber: () => {
      let found: string | undefined;
      while (found === undefined) {
        count.nhsNumber += 1;
        found = nhsNumber(count.nhsNumber);
      }
      return found;
    },
    upn: () => {
      count.upn += 1;
      return upn(count.upn);
    },
    dateOfBirth: (from, to) => {
      count.date += 1;
      const [first, last] = [dayOfText(from), dayOfText(to)];
      return textOfDay(first + ((count.date * 17) % (last - first + 1)));
    },
  };
}
