import type { AssemblyModel } from '../assembly/model.ts';

/** The one account that the emulator of SNS and SQS knows. */
const emulatorAccount = '000000000000';

/** The arn that a queue or topic of the model has in the emulator. */
export const emulatorArn = (arn: string): string =>
  arn.replace(/^(arn:aws:(?:sns|sqs):[^:]*:)\d*:/, `$1${emulatorAccount}:`);

/** A text of the emulator with the arns of the model's account. */
export const modelArnText = (text: string, model: AssemblyModel): string =>
  text.replace(/(arn:aws:(?:sns|sqs):[^:"]*:)000000000000:/g, `$1${model.account}:`);
