import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ServiceStack } from '../../lib/service-stack.ts';
import { stageConfig } from '../../lib/stages/stage-config-of.ts';
import type { StateStack } from '../../lib/state-stack.ts';
import { addTideline } from '../../lib/tideline.ts';

export type StageName = 'dev' | 'prod';
export const stageNames: readonly StageName[] = ['dev', 'prod'];

/** A resource as the template has it. */
export type Resource = {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is plain JSON, and a test that reads a missing property fails.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
  readonly UpdateReplacePolicy?: string;
};

export type Synthesized = {
  readonly stacks: { readonly state: StateStack; readonly service: ServiceStack };
  readonly state: Template;
  readonly service: Template;
};

const cdkJson = join(import.meta.dirname, '..', '..', 'cdk.json');

/** The app with the flags it is deployed with; nothing is bundled. `plant` may add to it before it is synthesized. */
export const synthesize = (
  stage: StageName,
  plant?: (stacks: Synthesized['stacks']) => void,
): Synthesized => {
  const { context } = JSON.parse(readFileSync(cdkJson, 'utf8'));
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const stacks = addTideline(app, { config: stageConfig(stage) });
  plant?.(stacks);
  return {
    stacks,
    state: Template.fromStack(stacks.state),
    service: Template.fromStack(stacks.service),
  };
};

/** Resources of a type by logical id. */
export const resourcesOf = (template: Template, type: string): ReadonlyMap<string, Resource> =>
  new Map(Object.entries(template.findResources(type) as Record<string, Resource>));

/** The only resource of a type whose logical id begins so. */
export const resource = (template: Template, type: string, idPrefix: string): Resource => {
  const found = [...resourcesOf(template, type)].filter(([id]) => id.startsWith(idPrefix));
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(
      `Expected one ${type} named ${idPrefix}…, found ${found.map(([id]) => id).join(', ') || 'none'}.`,
    );
  }
  return found[0][1];
};

/** Every text anywhere in a template, with the path to it. */
export const textsOf = (
  value: unknown,
  path = '',
): readonly { readonly path: string; readonly text: string }[] => {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}/${key}`));
};

/**
 * Every alarm, with the one metric that it watches as if it watched it by itself:
 * one on silence watches that metric with nought in place of no data.
 */
export const alarmsOf = (template: Template): readonly Resource['Properties'][] =>
  [...resourcesOf(template, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => {
    const { Metrics, ...rest } = Properties;
    if (Metrics === undefined) return Properties;
    const watched = Metrics.filter(({ MetricStat }: Resource['Properties']) => MetricStat !== undefined);
    const filled = Metrics.filter(({ Expression }: Resource['Properties']) => Expression !== undefined);
    if (watched.length !== 1 || filled.length !== 1 || !/^FILL\(\w+, 0\)$/.test(filled[0].Expression)) {
      throw new Error(`An alarm watches something else than one metric: ${JSON.stringify(Metrics)}`);
    }
    const { Metric, Period, Stat } = watched[0].MetricStat;
    return { ...rest, ...Metric, Period, Statistic: Stat };
  });
