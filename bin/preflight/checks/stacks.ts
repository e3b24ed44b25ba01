import { type Answer, unanswered } from '../answer.ts';
import { type Finding, ok, toMend, unknown } from '../finding.ts';

/** A deployed stack, as CloudFormation describes it. */
export type DeployedStack = {
  readonly name: string;
  readonly status: string;
  readonly isProtected: boolean;
  readonly outputs: ReadonlyMap<string, string>;
};

type Kind = {
  readonly name: string;
  readonly region: string;
  /** Whether the stack must be protected from deletion. */
  readonly mustBeProtected: boolean;
};

/** What each stack is in, and whether the one that keeps the data is protected. `value` is undefined where it is not deployed. */
export function checkStack(answer: Answer<DeployedStack | undefined>, kind: Kind): readonly Finding[] {
  const about = `stack ${kind.name}`;
  if (answer.code !== 'answered') return [unanswered(about, answer)];
  const stack = answer.value;
  if (stack === undefined) {
    return [ok(about, 'It is not deployed yet: what is inside it is looked at after the first deployment.')];
  }
  const protection = kind.mustBeProtected && !stack.isProtected ? [unprotected(about, kind)] : [];
  return [stateOf(about, stack.status, kind), ...protection];
}

const unprotected = (about: string, { name, region }: Kind): Finding =>
  toMend(
    about,
    'It can be deleted by mistake: its termination protection is off.',
    `aws cloudformation update-termination-protection --region ${region} --stack-name ${name} --enable-termination-protection`,
  );

function stateOf(about: string, status: string, { name, region }: Kind): Finding {
  const stack = `--region ${region} --stack-name ${name}`;
  if (status === 'ROLLBACK_COMPLETE') {
    return toMend(
      about,
      'Its first deployment failed and was taken back; such a stack cannot be updated.',
      `See why: aws cloudformation describe-stack-events ${stack}; then: aws cloudformation delete-stack ${stack} (docs/deploy.md, "When the first deployment fails")`,
    );
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return toMend(
      about,
      'An update failed, and so did taking it back.',
      `aws cloudformation continue-update-rollback ${stack}`,
    );
  }
  if (status.endsWith('_FAILED')) {
    return toMend(
      about,
      `It is in the state ${status}.`,
      `See why: aws cloudformation describe-stack-events ${stack}; mend that and deploy again.`,
    );
  }
  if (status.endsWith('_IN_PROGRESS')) {
    return unknown(about, `Something is being done to it (${status}).`, 'Wait, and run this again.');
  }
  return status === 'UPDATE_ROLLBACK_COMPLETE'
    ? ok(about, 'It works; its last update failed and was taken back, so the release before it is what runs.')
    : ok(about, `It is deployed (${status}).`);
}
