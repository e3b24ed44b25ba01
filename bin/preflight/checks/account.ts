import { type Answer, unanswered } from '../answer.ts';
import { type Finding, ok, toMend } from '../finding.ts';

export type Identity = { readonly account: string };

const about = 'account and region';

/**
 * Whose credentials these are, and whether the stage would go where it is meant
 * to. `expected` is the account that CDK_DEFAULT_ACCOUNT names, if it does.
 */
export function checkAccount(
  answer: Answer<Identity>,
  { region, expected }: { readonly region: string; readonly expected: string | undefined },
): Finding {
  if (answer.code === 'no-credentials') {
    return toMend(
      about,
      'There are no valid credentials for AWS here.',
      'Sign in, for example with `aws sso login --profile PROFILE` and `export AWS_PROFILE=PROFILE`, and see whose they are: aws sts get-caller-identity',
    );
  }
  if (answer.code !== 'answered') return unanswered(about, answer);
  const { account } = answer.value;
  if (expected !== undefined && expected !== account) {
    return toMend(
      about,
      `The credentials are for account ${account}, and CDK_DEFAULT_ACCOUNT says ${expected}.`,
      'Use credentials for the account that is meant, or: unset CDK_DEFAULT_ACCOUNT',
    );
  }
  return ok(about, `The stage goes to account ${account}, region ${region}.`);
}
