import { parseStageConfig, type StageConfig } from '../stage-config.ts';
import { dev } from './dev.ts';
import { prod } from './prod.ts';
import { isStageFile, readStageFile } from './read-stage-file.ts';

const stages: ReadonlyMap<unknown, unknown> = new Map<unknown, unknown>([
  ['dev', dev],
  ['prod', prod],
]);

/**
 * The configuration of a stage by its name, or by the path of its file from the project; that ends in `.json`.
 * Throws an Error that lists the stages there are, or says what is wrong with the file.
 */
export const stageConfig = (name: unknown): StageConfig => {
  if (typeof name === 'string' && isStageFile(name)) return parseStageConfig(name, readStageFile(name));
  if (typeof name !== 'string' || !stages.has(name)) {
    throw new Error(
      `There is no stage ${JSON.stringify(name)}. Choose one with -c stage=${[...stages.keys()].join('|')}, or a file with -c stage=./FILE.json.`,
    );
  }
  return parseStageConfig(name, stages.get(name));
};
