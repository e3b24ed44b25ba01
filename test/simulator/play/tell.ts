import type { Acknowledged } from '../guarantees/acknowledged.ts';
import { type Answer, createHttpClient, type Request } from '../services/http-client.ts';
import type { Telling } from '../story/telling.ts';
import type { World } from './world.ts';

type Receipt = { readonly receiptId: string; readonly familyId?: string };

/** What has been told so far. */
export type Told = {
  readonly acknowledged: readonly Acknowledged[];
  /** Tellings that were begun and not answered yet. */
  readonly unanswered: ReadonlySet<string>;
  readonly lastAnsweredAt: () => number;
  /** The family that Tideline gave to a family of the plan last. */
  readonly familyIdOf: (family: string) => string | undefined;
  readonly receiptsOf: (family: string) => readonly string[];
  readonly decided: (familyId: string, alertId: string) => void;
};

const routes = {
  referral: 'record-referral',
  batch: 'record-referrals',
  correction: 'correct-referral',
  withdrawal: 'withdraw-referral',
  annotation: 'annotate-referral',
  screening: 'screen-referral',
  'life-event': 'record-life-event',
  separation: 'separate-family',
} as const;

/** Clients that were answered send a thing again, minutes or hours later, where a fault has them do so. */
const againAfter = [5_000, 6 * 3_600_000] as const;

/** Has the clients of a plan tell what they tell, each until it is answered. */
export function tell(world: World): Told {
  const { agenda, guarantees, faults, outlets, plan } = world;
  const random = world.random.of('clients');
  const ask = createHttpClient({
    agenda,
    lambda: world.lambda,
    random,
    answered: (_, status, text) => outlets.let(status < 400 ? 'answer' : 'error', text),
  });
  const acknowledged: Acknowledged[] = [];
  const receipts = new Map<string, Receipt>();
  const ofFamily = new Map<string, string[]>();
  const familyIds = new Map<string, string>();
  const unanswered = new Set<string>();
  let lastAnsweredAt = plan.begins;

  const known = ({ family }: Telling, { receiptId, familyId }: Receipt): void => {
    ofFamily.set(family, [...(ofFamily.get(family) ?? []), receiptId]);
    if (familyId !== undefined) familyIds.set(family, familyId);
    guarantees.hold('answered-means-durable', world.hasReferral(receiptId), () => receiptId);
  };

  const requestOf = (telling: Telling): Request | undefined => {
    const route = routes[telling.kind];
    switch (telling.kind) {
      case 'referral':
        return { route, body: telling.submission };
      case 'batch':
        return { route, body: { referrals: telling.submissions } };
      case 'life-event': {
        const id = receipts.get(telling.about)?.familyId;
        return id === undefined ? undefined : { route, id, body: telling.submission };
      }
      case 'separation': {
        const about = receipts.get(telling.about);
        const timelineId = about && timelineOf(world, about.receiptId);
        const id = timelineId && String(world.plainItem(`TL#${timelineId}`, 'S#FAMILY')?.familyId);
        return id === undefined
          ? undefined
          : { route, id, body: { timelines: [timelineId], reason: telling.reason } };
      }
      default: {
        const id = receipts.get(telling.about)?.receiptId;
        if (id === undefined) return undefined;
        let isKnown = true;
        const body = telling.sent((name) => {
          const named = receipts.get(name)?.receiptId;
          if (named === undefined) isKnown = false;
          return named ?? '';
        });
        return isKnown ? { route, id, body } : undefined;
      }
    }
  };

  const keep = (telling: Telling, request: Request, { status, body }: Answer): void => {
    const at = agenda.now();
    lastAnsweredAt = at;
    const detail = (): string =>
      `${telling.name} (${telling.kind}) was answered ${status}: ${JSON.stringify(body)}`;
    if (telling.kind === 'separation') {
      // It may not be one that can be separated: that is the family's own matter.
      guarantees.hold('separation-is-answered', [201, 400, 404, 409, 422].includes(status), detail);
      const { timelines } = request.body as { readonly timelines: readonly string[] };
      if (status === 201)
        acknowledged.push({ kind: 'separation', familyId: request.id ?? '', timelines, at });
      return;
    }
    guarantees.hold('what-is-valid-is-taken', status === 200 || status === 201, detail);
    if (telling.kind === 'referral') {
      const receipt = body as Receipt;
      receipts.set(telling.name, receipt);
      known(telling, receipt);
      acknowledged.push({
        kind: 'referral',
        receiptId: receipt.receiptId,
        submission: telling.submission,
        at,
      });
    } else if (telling.kind === 'batch') {
      const { results } = body as { readonly results: readonly (Receipt & { readonly status: number })[] };
      for (const [index, result] of results.entries()) {
        guarantees.hold('what-is-valid-is-taken', result.status === 201 || result.status >= 500, detail);
        const submission = telling.submissions[index];
        if (result.status !== 201 || submission === undefined) continue;
        known(telling, result);
        acknowledged.push({ kind: 'referral', receiptId: result.receiptId, submission, at });
      }
    } else if (telling.kind === 'life-event') {
      const { receiptId: key } = body as Receipt;
      acknowledged.push({
        kind: 'life-event',
        key,
        familyId: request.id ?? '',
        submission: telling.submission,
        at,
      });
    } else {
      const receiptId = request.id ?? '';
      acknowledged.push({ kind: 'said', receiptId, what: telling.kind, sent: request.body, at });
    }
  };

  const play = async (telling: Telling): Promise<void> => {
    let request = requestOf(telling);
    // What it is about may not have been answered yet; in a story with parts left out it never is.
    while (request === undefined) {
      await agenda.sleep(60_000);
      request = requestOf(telling);
    }
    unanswered.add(telling.name);
    const answer = await ask(request);
    keep(telling, request, answer);
    if (isPartlyTaken(telling, answer)) {
      await agenda.sleep(10_000);
      return play(telling);
    }
    unanswered.delete(telling.name);
    // There are few of them, so each is asked for again; one that was refused may be possible by then.
    const comesAgain =
      telling.kind === 'separation' ? answer.status === 201 : faults.isBroughtTwice('client');
    if (!comesAgain) return;
    await agenda.sleep(random.int(...againAfter));
    let again = await ask(request);
    // Rows of a batch are answered apart: what was too busy for some is not yet an answer.
    while (isPartlyTaken(telling, again)) {
      await agenda.sleep(10_000);
      again = await ask(request);
    }
    guarantees.hold(
      'same-answer-again',
      again.status === answer.status &&
        JSON.stringify(unplaced(again.body)) === JSON.stringify(unplaced(answer.body)),
      () =>
        `${telling.name}: ${answer.status} ${JSON.stringify(answer.body)}, then ${again.status} ${JSON.stringify(again.body)}`,
    );
  };

  for (const telling of plan.tellings) agenda.at(telling.at, () => void play(telling));
  return {
    acknowledged,
    unanswered,
    lastAnsweredAt: () => lastAnsweredAt,
    familyIdOf: (family) => familyIds.get(family),
    receiptsOf: (family) => ofFamily.get(family) ?? [],
    decided: (familyId, alertId) =>
      void acknowledged.push({ kind: 'decision', familyId, alertId, at: agenda.now() }),
  };
}

/** Which family it belongs to, and whether it still stands, is told as it is now. */
const unplaced = (body: unknown): unknown =>
  JSON.parse(
    JSON.stringify(body, (name, value) => (name === 'familyId' || name === 'stands' ? undefined : value)),
  );

const isPartlyTaken = ({ kind }: Telling, { body }: Answer): boolean =>
  kind === 'batch' &&
  (body as { readonly results: readonly { readonly status: number }[] }).results.some(
    ({ status }) => status >= 500,
  );

/** The timeline on which a referral lies, as whoever may see families is told. */
function timelineOf({ items }: World, receiptId: string): string | undefined {
  const row = items().find(({ sk, key }) => String(sk).startsWith('R#') && key === receiptId);
  return row === undefined ? undefined : String(row.pk).slice('TL#'.length);
}
