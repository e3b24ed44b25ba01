import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ServiceStack } from './service-stack.ts';
import type { StageConfig } from './stage-config.ts';
import { StateStack } from './state-stack.ts';

export type TidelineProps = {
  readonly config: StageConfig;
  /** Undefined where no credentials are at hand; the templates then resolve it when they are deployed. */
  readonly account?: string | undefined;
};

/**
 * Adds one deployment to the app: what must outlive any release in one stack,
 * everything else in another. cdk.json asks for strong references between them, where the
 * CDK now recommends weak ones: a weak one would let the first stack drop what the second
 * still uses, and the pipeline would only notice when a referral is lost. Synthesis fails on any finding of cdk-nag's AwsSolutions pack.
 */
export const addTideline = (
  app: App,
  { config, account }: TidelineProps,
): { readonly state: StateStack; readonly service: ServiceStack } => {
  const env = { region: config.region, ...(account === undefined ? {} : { account }) };
  const deployment = `Tideline-${config.stage}`;
  const state = new StateStack(app, `${deployment}-State`, { env, deployment });
  const service = new ServiceStack(app, `${deployment}-Service`, { env, config, state });
  Tags.of(app).add('service', 'tideline');
  Tags.of(app).add('stage', config.stage);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  return { state, service };
};
