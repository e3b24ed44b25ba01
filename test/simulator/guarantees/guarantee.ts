/** Something that must hold did not. */
export class GuaranteeBroken extends Error {
  override readonly name = 'GuaranteeBroken';
  /** Which one, by a short name. */
  readonly guarantee: string;
  constructor(guarantee: string, detail: string) {
    super(`${guarantee}: ${detail}`);
    this.guarantee = guarantee;
  }
}

/** Looks at guarantees and counts how often each was looked at. */
export type Guarantees = {
  /** The first that does not hold is kept, for whoever looks after each step. */
  readonly hold: (guarantee: string, holds: boolean, detail: () => string) => void;
  readonly counts: ReadonlyMap<string, number>;
  /** Throws the first that did not hold, where one did not. */
  readonly expectAll: () => void;
};

export function createGuarantees(): Guarantees {
  const counts = new Map<string, number>();
  let broken: GuaranteeBroken | undefined;
  return {
    counts,
    hold: (guarantee, holds, detail) => {
      counts.set(guarantee, (counts.get(guarantee) ?? 0) + 1);
      if (!holds) broken ??= new GuaranteeBroken(guarantee, detail());
    },
    expectAll: () => {
      if (broken !== undefined) throw broken;
    },
  };
}
