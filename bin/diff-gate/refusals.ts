import { fullDiff, type ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { type Stateful, statefulResources } from './stateful-resources.ts';

/** A CloudFormation template, as far as it is compared. */
export type Template = { readonly Resources?: Readonly<Record<string, TemplateResource>> | undefined };
export type TemplateResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>> | undefined;
  readonly DeletionPolicy?: string | undefined;
  readonly UpdateReplacePolicy?: string | undefined;
};

/** A change that is refused: which resource, and why, in one sentence. */
export type Refusal = {
  readonly logicalId: string;
  readonly type: string;
  readonly sentence: string;
  /** Whether a person may accept it by its logical id. */
  readonly mayBeAccepted: boolean;
};

const stateful: ReadonlyMap<string, Stateful> = new Map(statefulResources.map((one) => [one.type, one]));

/** Whether a template holds something that nobody may let go, so that its stack must be protected from deletion. */
export const holdsWhatMustStay = ({ Resources = {} }: Template): boolean =>
  Object.values(Resources).some(({ Type }) => stateful.get(Type)?.mayBeAccepted === false);

/**
 * The changes from the deployed template to the new one that would lose what no
 * deployment can make again, or the protection of it. An empty deployed template is that of
 * a first deployment, which loses nothing.
 */
export function refusals(deployed: Template, next: Template): readonly Refusal[] {
  const { resources } = fullDiff({ Resources: {}, ...deployed }, { Resources: {}, ...next });
  return resources.logicalIds.flatMap((logicalId) => {
    const before = deployed.Resources?.[logicalId];
    const kind = before === undefined ? undefined : stateful.get(before.Type);
    if (before === undefined || kind === undefined) return [];
    const after = next.Resources?.[logicalId];
    return reasons(kind, { before, after, difference: resources.get(logicalId) }).map(
      (reason): Refusal => ({
        logicalId,
        type: kind.type,
        sentence: `${logicalId} (${kind.type}) ${reason}`,
        mayBeAccepted: kind.mayBeAccepted,
      }),
    );
  });
}

type Change = {
  readonly before: TemplateResource;
  readonly after: TemplateResource | undefined;
  readonly difference: ResourceDifference;
};

function reasons(kind: Stateful, { before, after, difference }: Change): readonly string[] {
  const lost = `With it goes ${kind.holds}.`;
  if (after === undefined) return [`would be removed. ${lost}`];
  if (after.Type !== before.Type) return [`would become ${after.Type}. ${lost}`];
  return [
    ...(mayReplace(difference)
      ? [`would be replaced, because of ${replacing(difference).join(', ')}. ${lost}`]
      : []),
    ...(kind.fixed ?? [])
      .filter((name) => name in difference.propertyUpdates)
      .map((name) => `cannot change its ${name}: the deployment would fail.`),
    ...(['DeletionPolicy', 'UpdateReplacePolicy'] as const)
      .filter((policy) => isKept(before[policy]) && !isKept(after[policy]))
      .map(
        (policy) =>
          `would lose its ${policy} ${before[policy]} (it would be ${after[policy] ?? 'Delete, since none is said'}).`,
      ),
    ...(kind.protectedBy ?? [])
      .filter(({ path, values }) => values.includes(at(before, path)) && !values.includes(at(after, path)))
      .map(
        ({ path }) => `would lose its protection: ${path.join('.')} would no longer be ${at(before, path)}.`,
      ),
  ];
}

const replaces: ReadonlySet<ResourceImpact | undefined> = new Set([
  ResourceImpact.WILL_REPLACE,
  // It may: whoever deploys cannot say that it will not.
  ResourceImpact.MAY_REPLACE,
]);

const mayReplace = ({ changeImpact }: ResourceDifference): boolean => replaces.has(changeImpact);

const replacing = ({ propertyUpdates }: ResourceDifference): readonly string[] =>
  Object.entries(propertyUpdates)
    .filter(([, { changeImpact }]) => replaces.has(changeImpact))
    .map(([name]) => name);

const isKept = (policy: string | undefined): boolean => policy?.startsWith('Retain') === true;

function at({ Properties = {} }: TemplateResource, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    Properties,
  );
}
