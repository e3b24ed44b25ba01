import type { AlertLine } from '../alert/alert.ts';
import { agencyGroupTitles } from '../referral/source-code.ts';
import { londonDate } from '../time/london.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** An instant as a manager reads it: `3 May 2026`, the Europe/London date. */
export function spokenDate(instant: string): string {
  const [year, month, day] = londonDate(Date.parse(instant)).split('-');
  return `${Number(day)} ${months[Number(month) - 1]} ${year}`;
}

/** `1 agency`, `2 agencies`. */
export const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** `5 contacts and referrals (4 and 1)`. */
export const spokenReferrals = (tally: AlertLine['tally']): string =>
  `${tally.referrals} contacts and referrals (${tally.contacts} and ${tally.statutoryReferrals})`;

/** `health, police and education`; `no agency that corroborates` where there is none. */
export function spokenAgencyGroups(groups: readonly string[]): string {
  const titles = groups.map((group) => agencyGroupTitles[group] ?? group);
  if (titles.length === 0) return 'no agency that corroborates';
  const last = titles.at(-1);
  return titles.length === 1 ? `${last}` : `${titles.slice(0, -1).join(', ')} and ${last}`;
}

/** The severity as a heading. */
export const severityWords = { watch: 'Watch', escalate: 'Escalate', urgent: 'Urgent' } as const;
