/** Which items are being written just now. Two writes of one item conflict where at least one of them is a transaction. */
export type ItemLocks = {
  /** Those of some items that another one writes just now. */
  readonly met: (keys: readonly string[], byTransaction: boolean) => readonly string[];
  /** Holds items until what it answers is called. */
  readonly hold: (keys: readonly string[], byTransaction: boolean) => () => void;
};

type Held = { plain: number; inTransaction: number };

export function createItemLocks(): ItemLocks {
  const held = new Map<string, Held>();
  const change = (keys: readonly string[], byTransaction: boolean, by: 1 | -1): void => {
    for (const key of keys) {
      const of = held.get(key) ?? { plain: 0, inTransaction: 0 };
      if (byTransaction) of.inTransaction += by;
      else of.plain += by;
      if (of.plain === 0 && of.inTransaction === 0) held.delete(key);
      else held.set(key, of);
    }
  };
  return {
    met: (keys, byTransaction) =>
      keys.filter((key) => {
        const of = held.get(key);
        return of !== undefined && (of.inTransaction > 0 || (byTransaction && of.plain > 0));
      }),
    hold: (keys, byTransaction) => {
      change(keys, byTransaction, 1);
      let isHeld = true;
      return () => {
        if (isHeld) change(keys, byTransaction, -1);
        isHeld = false;
      };
    },
  };
}
