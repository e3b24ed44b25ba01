/** The ways by which bytes leave the table. */
export type Outlet = 'message' | 'log' | 'key' | 'stream record' | 'dead letter' | 'answer' | 'error';

/** Everything that has left, by the way it took. */
export type Outlets = {
  readonly let: (outlet: Outlet, text: string) => void;
  readonly left: ReadonlyMap<Outlet, readonly string[]>;
};

export function createOutlets(): Outlets {
  const left = new Map<Outlet, string[]>();
  return {
    left,
    let: (outlet, text) => {
      const texts = left.get(outlet);
      if (texts === undefined) left.set(outlet, [text]);
      else texts.push(text);
    },
  };
}
