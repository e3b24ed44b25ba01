import { App } from 'aws-cdk-lib';
import { stageConfig } from '../lib/stages/stage-config-of.ts';
import { addTideline } from '../lib/tideline.ts';

const app = new App();

addTideline(app, {
  config: stageConfig(app.node.tryGetContext('stage') ?? 'dev'),
  account: process.env.CDK_DEFAULT_ACCOUNT,
});
