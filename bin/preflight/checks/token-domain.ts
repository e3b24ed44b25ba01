import { type Answer, unanswered } from '../answer.ts';
import { type Finding, ok, toMend } from '../finding.ts';
import { type Surroundings, tokenDomain } from '../surroundings.ts';

/** Who has the domain, as far as Cognito tells. */
export type DomainOwner = { readonly account: string | undefined; readonly poolId: string | undefined };

const about = 'token domain';

/** Whether the domain that issues tokens is free, or this deployment's own. `value` is undefined where nobody is known to have it. */
export function checkTokenDomain(
  answer: Answer<DomainOwner | undefined>,
  surroundings: Surroundings,
  isDeployed: boolean,
): Finding {
  if (answer.code !== 'answered') return unanswered(about, answer);
  const domain = tokenDomain(surroundings);
  const owner = answer.value;
  if (owner === undefined) return ok(about, `The domain ${domain} is free, as far as Cognito tells.`);
  if (owner.account !== undefined && owner.account !== surroundings.account) {
    return toMend(
      about,
      `Another account has the domain ${domain}.`,
      'Give the stage another name, in its file, and deploy under that.',
    );
  }
  if (isDeployed) return ok(about, `The domain ${domain} is this deployment's own.`);
  return toMend(
    about,
    `A pool of this account that belongs to no deployed stack has the domain ${domain}.`,
    `aws cognito-idp delete-user-pool-domain --region ${surroundings.config.region} --domain ${domain} --user-pool-id ${owner.poolId ?? 'POOL'}`,
  );
}
