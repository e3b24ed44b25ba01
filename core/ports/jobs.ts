/** Where a job that is done in steps has got to. */
export type JobState<State> = {
  /** Counts the steps; a step names the version it read. */
  readonly version: number;
  readonly state: State;
};

/**
 * Work that is done in steps. A step reads where the job is, does a bounded
 * part and says where it is now; one that is cut short is done again, so doing
 * it twice must be as good as once. Of two at once one gets on.
 */
export type Job<State> = {
  readonly read: () => Promise<JobState<State> | undefined>;
  /** Keeps where the job is now, on condition that it is where it was read; `from` is undefined where nothing was. */
  readonly advance: (from: number | undefined, state: State) => Promise<'advanced' | 'moved'>;
};
