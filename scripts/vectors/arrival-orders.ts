/** An order of arrivals, and what it is called. */
export type ArrivalOrder<Thing> = { readonly name: string; readonly order: readonly Thing[] };

/** Up to so many things, every order there is. */
const allOrdersUpTo = 5;
const shuffles = 4;

/** The order given, its reverse, and all others, or a few shuffles by a fixed seed where there are too many. */
export function arrivalOrders<Thing>(things: readonly Thing[]): readonly ArrivalOrder<Thing>[] {
  const given = { name: 'in the order given', order: things };
  if (things.length <= allOrdersUpTo) {
    const others = permutations(things).slice(1);
    return [given, ...others.map((order, index) => ({ name: `in order ${index + 2}`, order }))];
  }
  const random = seeded(things.length);
  return [
    given,
    { name: 'reversed', order: [...things].reverse() },
    ...Array.from({ length: shuffles }, (_, index) => ({
      name: `in shuffle ${index + 1}`,
      order: shuffled(things, random),
    })),
  ];
}

/** Every order, the one given first. */
function permutations<Thing>(things: readonly Thing[]): readonly (readonly Thing[])[] {
  if (things.length <= 1) return [things];
  return things.flatMap((first, index) =>
    permutations(things.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}

function shuffled<Thing>(things: readonly Thing[], random: () => number): readonly Thing[] {
  return things
    .map((thing) => ({ thing, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ thing }) => thing);
}

/** A linear congruential generator (Numerical Recipes): the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
