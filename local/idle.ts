/** Something that reads a source to its end. */
export type IdleSource = { readonly path: string; readToEnd(): Promise<void> };

export type IdleOptions = {
  readonly sources: readonly IdleSource[];
  /** A number that is another one after anything happened. */
  readonly activity: () => number;
  /** Names of what is at work now. */
  readonly busy: () => Promise<readonly string[]>;
  readonly deadlineMilliseconds: number;
};

const pauseMilliseconds = 10;

/**
 * Resolves when everything is at rest: every source was read to its end, and
 * nothing happened while that was found out. Rejects when a source cannot be
 * read, and, at the deadline, with an Error that says what was still busy.
 */
export async function untilIdle(options: IdleOptions): Promise<void> {
  const unread = new Set<string>();
  let busy: readonly string[] = [];
  const { promise: late, reject } = Promise.withResolvers<never>();
  const deadline = setTimeout(() => {
    const names = [...new Set([...busy, ...unread])].join(', ') || 'the functions';
    reject(new Error(`Not idle after ${options.deadlineMilliseconds / 1_000} s; still busy: ${names}.`));
  }, options.deadlineMilliseconds);
  try {
    for (;;) {
      const before = options.activity();
      await Promise.race([readAll(options.sources, unread), late]);
      busy = await options.busy();
      if (busy.length === 0 && options.activity() === before) return;
      const pause = new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
      await Promise.race([pause, late]);
    }
  } finally {
    clearTimeout(deadline);
  }
}

async function readAll(sources: readonly IdleSource[], unread: Set<string>): Promise<void> {
  await Promise.all(
    sources.map(async (source) => {
      unread.add(source.path);
      await source.readToEnd();
      unread.delete(source.path);
    }),
  );
}
