import type { AlertLine } from '../alert/alert.ts';
import { agencyGroupTitles } from '../referral/source-code.ts';
import { type Instant, isoInstant, londonDate } from '../time/london.ts';
import { spokenList } from '../words/spoken.ts';

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

const londonTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
});

/** A moment as a manager reads it, in London time: `17:00 on 3 March 2026`. */
export const spokenMoment = (at: Instant): string =>
  `${londonTime.format(at)} on ${spokenDate(isoInstant(at))}`;

/** `5 contacts and referrals (4 and 1)`; of one alone, which of the two it is. */
export function spokenReferrals({
  referrals,
  contacts,
  statutoryReferrals,
}: Pick<AlertLine['tally'], 'referrals' | 'contacts' | 'statutoryReferrals'>): string {
  if (referrals === 1) return contacts === 1 ? '1 contact' : '1 referral';
  return `${referrals} contacts and referrals (${contacts} and ${statutoryReferrals})`;
}

/** `on 3 May 2026`, or `from 3 May 2026 to 8 June 2026`. */
export const spokenSpan = (first: string, last: string): string =>
  first === last ? `on ${first}` : `from ${first} to ${last}`;

/** `health, police and education`; `no agency that corroborates` where there is none. */
export function spokenAgencyGroups(groups: readonly string[]): string {
  const titles = groups.map((group) => agencyGroupTitles[group] ?? group);
  return titles.length === 0 ? 'no agency that corroborates' : spokenList(titles, 'and');
}

/** The severity as a heading. */
export const severityWords = { watch: 'Watch', escalate: 'Escalate', urgent: 'Urgent' } as const;
