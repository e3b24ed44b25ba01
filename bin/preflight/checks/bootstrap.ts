import { type Answer, unanswered } from '../answer.ts';
import { type Finding, ok, toMend } from '../finding.ts';
import type { Surroundings } from '../surroundings.ts';

export const bootstrapParameter = '/cdk-bootstrap/hnb659fds/version';

/** What the cloud assembly asks for: 6 to deploy, 8 for the role that `cdk diff` reads the deployed stacks with. */
export const bootstrapVersionNeeded = 8;

const about = 'bootstrap';

/** Whether the CDK has its bucket and roles in the account and region. The value is the parameter's, or undefined where it is not there. */
export function checkBootstrap(
  answer: Answer<string | undefined>,
  { account, config: { region } }: Surroundings,
): Finding {
  if (answer.code !== 'answered') return unanswered(about, answer);
  const mend = `npx cdk bootstrap aws://${account}/${region}`;
  if (answer.value === undefined) {
    return toMend(
      about,
      `The CDK has no bucket and roles in account ${account}, region ${region} yet.`,
      mend,
    );
  }
  const version = Number(answer.value);
  return version >= bootstrapVersionNeeded
    ? ok(
        about,
        `The account is bootstrapped (version ${version}; at least ${bootstrapVersionNeeded} is needed).`,
      )
    : toMend(
        about,
        `The account was bootstrapped with version ${answer.value}, and at least ${bootstrapVersionNeeded} is needed.`,
        mend,
      );
}
