import type { ClientName, Entry, FieldFault } from './entry.ts';
import { canaryFrom, entryOf, type Maker, makingFrom, pathOf, withQuery } from './maker.ts';
import { type Target, targetOf } from './operations.ts';
import { type Amount, type Making, validValue } from './valid-values.ts';

const amounts: readonly Amount[] = ['least', 'some', 'all', 'most', 'some'];
const accepted = { is: 'accepted' } as const;
const stated = (canary: string, amount: string) => ({
  field: 'all of it',
  rule: 'valid',
  way: amount,
  canary,
});

/** How many requests that are good there are of each operation that stores something. */
export type ValidCounts = {
  readonly referrals: number;
  readonly batches: number;
  readonly revisions: number;
  readonly events: number;
  readonly reads: number;
};

/** Requests that are good, in every amount and with every bound just kept. */
export function validRequests(counts: ValidCounts, maker: Maker): readonly Entry[] {
  return [
    ...validReferrals(counts.referrals, maker),
    ...validBatches(counts.batches, maker),
    ...['correctReferral', 'withdrawReferral', 'annotateReferral', 'screenReferral'].flatMap(
      (operation, kind) => validRevisions(targetOf(operation), counts.revisions, kind, maker),
    ),
    ...validEvents(counts.events, maker),
    ...validSeparations(maker),
    ...validReads(counts.reads, maker),
  ];
}

function validReferrals(count: number, maker: Maker): readonly Entry[] {
  const target = targetOf('recordReferral');
  return Array.from({ length: count }, (_, index) => {
    const canary = canaryFrom(maker.chance);
    const amount = amounts[index % amounts.length] ?? 'some';
    const client: ClientName = index % 3 === 2 ? 'schools-portal' : 'front-door';
    const { screening, ...value } = Object(
      validValue(target.body ?? {}, makingFrom(maker, canary, amount, client)),
    );
    const sent = client === 'front-door' && screening !== undefined ? { ...value, screening } : value;
    return entryOf(
      target,
      { path: target.route, body: padded(JSON.stringify(sent), index), ...stated(canary, amount), client },
      accepted,
    );
  });
}

/** Now and then a body of exactly as many bytes as it may have. */
const padded = (body: string, index: number): string =>
  index % 50 === 0 ? `${body.slice(0, -1)}${' '.repeat(64 * 1024 - Buffer.byteLength(body))}}` : body;

function validBatches(count: number, maker: Maker): readonly Entry[] {
  const target = targetOf('recordReferrals');
  const { body: ofRecord = {} } = targetOf('recordReferral');
  const { chance } = maker;
  return Array.from({ length: count }, (_, index) => {
    const canary = canaryFrom(chance);
    const size = index === 0 ? 100 : 1 + chance.below(3);
    const faults: FieldFault[][] = [];
    const referrals = Array.from({ length: size }, (_, at) => {
      const making = makingFrom(maker, canary, index === 0 ? 'least' : chance.of(amounts));
      const record = { ...Object(validValue(ofRecord, making)), referralId: `${canary}-${at}` };
      const isBroken = index % 3 === 2 && at % 2 === 1;
      faults.push(isBroken ? [{ field: '/level', rule: 'out-of-range' }] : []);
      return isBroken ? { ...record, level: 71_938_264 } : record;
    });
    const isWhole = faults.every((fields) => fields.length === 0);
    const about = { ...stated(canary, `${size} records`), rule: isWhole ? 'valid' : 'valid in part' };
    return entryOf(
      target,
      { path: target.route, body: JSON.stringify({ referrals }), ...about },
      isWhole ? accepted : { is: 'part-taken', code: 'invalid-referral', records: faults },
    );
  });
}

/** Each with a revision that nothing else said of the same referral has. */
function validRevisions(target: Target, count: number, kind: number, maker: Maker): readonly Entry[] {
  const { spoken } = maker.world;
  return Array.from({ length: count }, (_, index) => {
    const canary = canaryFrom(maker.chance);
    const amount = amounts[index % amounts.length] ?? 'some';
    const id = spoken[index % spoken.length] ?? '';
    const nth = Math.floor(index / spoken.length) * 4 + kind;
    const making = makingFrom(maker, canary, amount);
    const revision = nth % 2 === 0 ? 1 + nth : 1_000_000_000 - nth;
    const given: Making['given'] = { ...making.given, revision };
    const body = JSON.stringify(validValue(target.body ?? {}, { ...making, given }));
    return entryOf(
      target,
      { path: pathOf(target, maker, id), body, ...stated(canary, amount), lane: id },
      accepted,
    );
  });
}

function validEvents(count: number, maker: Maker): readonly Entry[] {
  const target = targetOf('recordLifeEvent');
  const { families } = maker.world;
  return Array.from({ length: count }, (_, index) => {
    const canary = canaryFrom(maker.chance);
    const amount = amounts[index % amounts.length] ?? 'some';
    const id = families[index % families.length] ?? '';
    const body = JSON.stringify(validValue(target.body ?? {}, makingFrom(maker, canary, amount)));
    return entryOf(
      target,
      { path: pathOf(target, maker, id), body, ...stated(canary, amount), lane: id },
      accepted,
    );
  });
}

function validSeparations(maker: Maker): readonly Entry[] {
  const target = targetOf('separateFamily');
  return maker.world.joined.map(({ familyId, timelines }) => {
    const canary = canaryFrom(maker.chance);
    const making = makingFrom(maker, canary, 'all');
    const body = JSON.stringify(validValue(target.body ?? {}, { ...making, given: { timelines } }));
    return entryOf(
      target,
      { path: pathOf(target, maker, familyId), body, ...stated(canary, 'one'), lane: familyId },
      accepted,
    );
  });
}

function validReads(count: number, maker: Maker): readonly Entry[] {
  const { chance, world } = maker;
  return Array.from({ length: count }, () => {
    const made = (operation: string, query: Readonly<Record<string, unknown>> = {}): Entry => {
      const target = targetOf(operation);
      return entryOf(
        target,
        {
          path: withQuery(pathOf(target, maker), query),
          ...stated(canaryFrom(chance), Object.keys(query).join(' and ') || 'bare'),
        },
        accepted,
      );
    };
    const limit = chance.of([1, 2, 50, 99, 100]);
    const since = chance.of([
      '1900-01-01T00:00:00Z',
      `${world.today}T00:00:00+01:00`,
      '2024-02-29T23:59:59.123456789-23:59',
    ]);
    return [
      made('findReferral', { source: 'front-door', referralId: chance.of(world.referralIds) }),
      made('findFamily', { source: 'front-door', familyRef: chance.of(world.familyRefs) }),
      made('readReferral'),
      made('readFamily'),
      made('readFamily', { limit }),
      made('readFinding'),
      made('listAlerts', { state: chance.of(['raised', 'sent']) }),
      made('listAlerts', {
        state: 'sent',
        since,
        limit,
        after: `2026-05-01T10:00:00.000Z#${chance.digits(12)}`,
      }),
      made('readAlert'),
      made('readHealth'),
      made('readOpenApi'),
    ];
  }).flat();
}
