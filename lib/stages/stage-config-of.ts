import { parseStageConfig, type StageConfig } from '../stage-config.ts';
import { dev } from './dev.ts';
import { prod } from './prod.ts';

const stages: ReadonlyMap<unknown, unknown> = new Map<unknown, unknown>([
  ['dev', dev],
  ['prod', prod],
]);

/** The configuration of a stage by its name; throws an Error that lists the stages there are. */
export const stageConfig = (name: unknown): StageConfig => {
  if (typeof name !== 'string' || !stages.has(name)) {
    throw new Error(
      `There is no stage ${JSON.stringify(name)}. Choose one with -c stage=${[...stages.keys()].join('|')}.`,
    );
  }
  return parseStageConfig(name, stages.get(name));
};
