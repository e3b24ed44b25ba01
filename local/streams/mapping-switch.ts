import type { LocalMapping } from '../assembly/model.ts';
import type { InvocationOutcome } from '../lambda/messages.ts';

export type MappingState = 'Enabled' | 'Disabled';

/** A mapping as whoever watches it or turns it off and on sees it. */
export type SwitchableMapping = {
  /** Construct path. */
  readonly path: string;
  readonly uuid: string;
  state(): MappingState;
  /**
   * From now on it reads nothing and begins no invocation; one that is running
   * ends. Its records wait in their source, in a stream for 24 hours.
   */
  disable(): void;
  /** From now on it goes on where it stopped. */
  enable(): void;
};

/** The same, as the mapping itself and the API of Lambda use it. */
export type MappingSwitch = SwitchableMapping & {
  readonly mapping: LocalMapping;
  /** Resolves when it is disabled for the next time, at once where it is already. */
  untilDisabled(): Promise<void>;
  /** Remembers how the last invocation ended. */
  noteOutcome(outcome: InvocationOutcome): void;
  /** In Lambda's words: `No records processed`, `OK`, or `PROBLEM: Function call failed`. */
  lastProcessingResult(): string;
};

/** The switch of a mapping, in the state that the template gives it. */
export function createMappingSwitch(mapping: LocalMapping): MappingSwitch {
  let state: MappingState = mapping.enabled ? 'Enabled' : 'Disabled';
  let lastResult = 'No records processed';
  let disabling = Promise.withResolvers<void>();
  return {
    mapping,
    path: mapping.path,
    uuid: mapping.uuid,
    state: () => state,
    disable() {
      state = 'Disabled';
      disabling.resolve();
    },
    enable() {
      if (state === 'Disabled') disabling = Promise.withResolvers<void>();
      state = 'Enabled';
    },
    untilDisabled: () => (state === 'Disabled' ? Promise.resolve() : disabling.promise),
    noteOutcome(outcome) {
      lastResult = outcome.ok ? 'OK' : 'PROBLEM: Function call failed';
    },
    lastProcessingResult: () => lastResult,
  };
}
