import { type Identity, identify, namePropertyOf } from './identity.ts';
import { resolveIntrinsics, type Scope } from './intrinsics.ts';
import type { Asset, CloudAssembly, StackTemplate } from './stack-template.ts';

/** A resource with its properties resolved on request. */
export type Resource = {
  readonly path: string;
  readonly type: string;
  readonly identity: Identity;
  /** The template's `Properties` with intrinsics resolved; throws, naming the path and type, where one cannot be. */
  properties(): unknown;
  /** Whether the template makes it under a condition. */
  readonly conditional: boolean;
};

export type AssemblyIndex = {
  readonly region: string;
  readonly account: string;
  readonly resources: readonly Resource[];
  readonly assets: ReadonlyMap<string, Asset>;
  readonly stackNames: readonly string[];
  /** `<stack>.<output key>` -> value */
  outputs(): Readonly<Record<string, string>>;
};

const defaultRegion = 'eu-west-2';
const defaultAccount = '000000000000';

/** All resources of an assembly, able to refer to each other across its stacks. Throws where stacks differ in region or account. */
export const indexAssembly = ({ stacks, assets }: CloudAssembly): AssemblyIndex => {
  const region =
    theOnly(
      'region',
      stacks.map((stack) => stack.region),
    ) ?? defaultRegion;
  const account =
    theOnly(
      'account',
      stacks.map((stack) => stack.account),
    ) ?? defaultAccount;
  const exported = new Map<string, { readonly stack: StackTemplate; readonly value: unknown }>();
  const scopes = new Map(stacks.map((stack) => [stack.name, scopeOf(stack)] as const));

  for (const stack of stacks) {
    for (const { Value, Export } of Object.values(stack.template.Outputs)) {
      if (Export === undefined) continue;
      exported.set(String(resolveIntrinsics(Export.Name, scope(stack))), { stack, value: Value });
    }
  }

  function scope(stack: StackTemplate): Scope {
    const found = scopes.get(stack.name);
    if (found === undefined) throw new Error(`The assembly has no stack ${stack.name}.`);
    return found;
  }

  function scopeOf(stack: StackTemplate): Scope {
    const identities = new Map<string, Identity>();
    const identityOf = (logicalId: string): Identity => {
      const known = identities.get(logicalId) ?? identityIn(stack, logicalId, self);
      identities.set(logicalId, known);
      return known;
    };
    const self: Scope = {
      stackName: stack.name,
      region,
      account,
      ref: (logicalId) => identityOf(logicalId).ref,
      attribute: (logicalId, name) => {
        const value = identityOf(logicalId).attributes[name];
        if (value === undefined)
          throw new Error(`the attribute ${name} of ${pathOf(stack, logicalId)} is not supported`);
        return value;
      },
      importValue: (exportName) => {
        const found = exported.get(exportName);
        if (found === undefined) throw new Error(`no stack of the assembly exports ${exportName}`);
        return resolveIntrinsics(found.value, scope(found.stack));
      },
      stackOutput: (stackName, outputName) => {
        const producer = stacks.find(({ name }) => name === stackName);
        const output = producer?.template.Outputs[outputName];
        if (producer === undefined || output === undefined)
          throw new Error(`no stack of the assembly has the output ${stackName}.${outputName}`);
        return resolveIntrinsics(output.Value, scope(producer));
      },
    };
    return self;
  }

  return {
    region,
    account,
    assets,
    stackNames: stacks.map(({ name }) => name),
    resources: stacks.flatMap((stack) => resourcesOf(stack, scope(stack))),
    outputs: () => Object.fromEntries(stacks.flatMap((stack) => outputsOf(stack, scope(stack)))),
  };
};

const resourcesOf = (stack: StackTemplate, scope: Scope): readonly Resource[] =>
  Object.entries(stack.template.Resources).map(([logicalId, raw]) => {
    const path = pathOf(stack, logicalId);
    return {
      path,
      type: raw.Type,
      identity: naming(`${path} (${raw.Type})`, () => identityIn(stack, logicalId, scope)),
      properties: () => naming(`${path} (${raw.Type})`, () => resolveIntrinsics(raw.Properties ?? {}, scope)),
      conditional: raw.Condition !== undefined,
    };
  });

const outputsOf = (stack: StackTemplate, scope: Scope): readonly (readonly [string, string])[] =>
  Object.entries(stack.template.Outputs).map(([key, { Value }]) => {
    const name = `${stack.name}.${key}`;
    return [name, naming(`output ${name}`, () => String(resolveIntrinsics(Value, scope)))] as const;
  });

const identityIn = (stack: StackTemplate, logicalId: string, scope: Scope): Identity => {
  const raw = stack.template.Resources[logicalId];
  if (raw === undefined) throw new Error(`${stack.name} has no resource ${logicalId} to refer to`);
  const property = namePropertyOf(raw.Type);
  const given = property === undefined ? undefined : raw.Properties?.[property];
  const name = given === undefined ? undefined : resolveIntrinsics(given, scope);
  return identify(
    raw.Type,
    { stackName: stack.name, logicalId },
    name === undefined ? undefined : String(name),
    scope,
  );
};

const pathOf = (stack: StackTemplate, logicalId: string): string =>
  stack.paths.get(logicalId) ?? `${stack.name}/${logicalId}`;

/** Says of what an error spoke. */
const naming = <T>(what: string, make: () => T): T => {
  try {
    return make();
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
};

const theOnly = (what: string, values: readonly (string | undefined)[]): string | undefined => {
  const distinct = [...new Set(values.filter((value) => value !== undefined))];
  if (distinct.length > 1)
    throw new Error(`The local stack runs one ${what}; the assembly has ${distinct.join(' and ')}.`);
  return distinct[0];
};
