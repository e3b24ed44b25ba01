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
  /** Throws where it does not hold. */
  readonly hold: (guarantee: string, holds: boolean, detail: () => string) => void;
  readonly counts: ReadonlyMap<string, number>;
};

export function createGuarantees(): Guarantees {
  const counts = new Map<string, number>();
  return {
    counts,
    hold: (guarantee, holds, detail) => {
      counts.set(guarantee, (counts.get(guarantee) ?? 0) + 1);
      if (!holds) throw new GuaranteeBroken(guarantee, detail());
    },
  };
}
