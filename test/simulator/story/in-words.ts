import type { ReferralSubmission } from '../../../core/referral/referral-submission.ts';
import type { Telling } from './telling.ts';

/** Who a statutory source is, in a story. */
const speakers: Readonly<Record<string, string>> = {
  '1': 'somebody who knows them',
  '2': 'a school',
  '3': 'a clinic',
  '4': 'housing',
  '5': 'the council',
  '6': 'the police',
  '7': 'the court',
  '8': 'another agency',
  '9': 'nobody knows who',
  '10': 'who is not said',
};

const decided: Readonly<Record<string, string>> = {
  nfa: 'nothing done',
  advice: 'advice given',
  pending: 'not yet decided',
  unknown: 'not said what was decided',
};

/** What one telling is, in one short line. */
export function inWords(telling: Telling): string {
  const { source, family } = telling;
  switch (telling.kind) {
    case 'referral':
      return `${source}: ${said(telling.submission)} of ${family}`;
    case 'batch':
      return `${source} tells ${telling.submissions.length} at once of ${family}: ${telling.submissions.map(said).join('; ')}`;
    case 'life-event': {
      const { event, happenedOn } = telling.submission;
      return `${source} tells of ${family}: ${event} on ${happenedOn}`;
    }
    case 'separation':
      return `${source} asks for what ${telling.about} told to be a family of its own, ${telling.reason}`;
    default:
      return later(telling);
  }
}

/** Who told what, and what was decided, in brackets how it is filed. */
function said({ referrer, concerns, purpose, screening, level, madeAt }: ReferralSubmission): string {
  const { sourceCode } = referrer;
  const who = speakers[sourceCode] ?? speakers[sourceCode.charAt(0)] ?? 'somebody';
  const kinds = concerns.map(({ kind }) => kind).join(' and ');
  const what = [purpose === 'concern' ? '' : purpose, kinds].filter((part) => part !== '').join(', ');
  const outcome = screening === undefined ? '' : `, ${decided[screening.outcome] ?? screening.outcome}`;
  const filed = [sourceCode, ...(level === undefined ? [] : [`level ${level}`]), `made ${madeAt}`];
  return `${who} tells${what === '' ? '' : ` ${what}`}${outcome} (${filed.join(', ')})`;
}

type Later = Extract<Telling, { kind: 'correction' | 'withdrawal' | 'annotation' | 'screening' }>;

function later({ kind, source, about, sent }: Later): string {
  // Receipts do not belong in a story: the telling that has one is named.
  const { revision, ...content } = sent((telling) => telling) as Record<string, unknown>;
  const number = `(revision ${revision})`;
  switch (kind) {
    case 'withdrawal':
      return `${source} withdraws what ${about} told, as ${content.reason} ${number}`;
    case 'annotation':
      return `${source} notes of what ${about} told: ${content.stands === true ? '' : 'no longer '}${content.annotation} ${number}`;
    case 'screening': {
      const same = content.sameEventAs === undefined ? '' : `, the same event as ${content.sameEventAs}`;
      return `${source} decides on what ${about} told: ${content.outcome}${same} ${number}`;
    }
    case 'correction':
      return `${source} corrects what ${about} told: made ${content.madeAt}, of family ${content.familyRef ?? 'not said'} ${number}`;
    default:
      throw new Error(`Nothing like that is said later: ${kind satisfies never}`);
  }
}
