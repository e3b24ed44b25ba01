/** What an intrinsic function may refer to, seen from one stack. */
export type Scope = {
  readonly stackName: string;
  readonly region: string;
  readonly account: string;
  ref(logicalId: string): string;
  attribute(logicalId: string, name: string): string;
  importValue(exportName: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
};

type Resolve = (argument: unknown, scope: Scope) => unknown;

/** Stands for `AWS::NoValue` until the property that holds it is left out. */
const noValue = Symbol('AWS::NoValue');

/**
 * A value of a template with every intrinsic function in it resolved. Throws
 * on a function it does not know, naming it.
 */
export const resolveIntrinsics = (value: unknown, scope: Scope): unknown => {
  const resolved = resolve(value, scope);
  return resolved === noValue ? undefined : resolved;
};

const resolve: Resolve = (value, scope) => {
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? ['', undefined];
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (known === undefined) throw new Error(`the intrinsic function ${name} is not supported`);
    return known(argument, scope);
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [key, resolve(item, scope)] as const).filter(([, item]) => item !== noValue),
  );
};

const reference = (name: string, scope: Scope): string | typeof noValue => {
  switch (name) {
    case 'AWS::Region':
      return scope.region;
    case 'AWS::AccountId':
      return scope.account;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return scope.stackName;
    case 'AWS::NoValue':
      return noValue;
    default:
      return scope.ref(name);
  }
};

const attribute = (dotted: string, scope: Scope): string => {
  const dot = dotted.indexOf('.');
  return scope.attribute(dotted.slice(0, dot), dotted.slice(dot + 1));
};

const functions: Readonly<Record<string, Resolve>> = {
  Ref: (argument, scope) => reference(text(argument, scope), scope),
  'Fn::GetAtt': (argument, scope) => {
    const parts = Array.isArray(argument) ? texts(argument, scope) : [text(argument, scope)];
    return attribute(parts.join('.'), scope);
  },
  'Fn::Join': (argument, scope) => {
    const [delimiter, parts] = list(argument);
    return texts(resolve(parts, scope), scope).join(text(delimiter, scope));
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, whole] = list(argument);
    return text(whole, scope).split(text(delimiter, scope));
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = list(argument);
    const chosen = list(resolve(from, scope))[Number(resolve(index, scope))];
    if (chosen === undefined) throw new Error(`Fn::Select finds nothing at ${JSON.stringify(index)}`);
    return chosen;
  },
  'Fn::Sub': (argument, scope) => {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const given = new Map(Object.entries(Object(resolve(variables, scope))));
    return text(template, scope).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      if (given.has(name)) return text(given.get(name), scope);
      return name.includes('.') ? attribute(name, scope) : String(reference(name, scope));
    });
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(argument, scope)),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName, ...elsewhere } = Object(resolve(argument, scope));
    if (Object.keys(elsewhere).length > 0)
      throw new Error('Fn::GetStackOutput of another region or role is not supported');
    return scope.stackOutput(text(StackName, scope), text(OutputName, scope));
  },
};

const text = (value: unknown, scope: Scope): string => {
  const resolved = resolve(value, scope);
  if (typeof resolved === 'string' || typeof resolved === 'number' || typeof resolved === 'boolean')
    return String(resolved);
  throw new Error(`text was expected, not ${JSON.stringify(resolved) ?? 'nothing'}`);
};

const texts = (value: unknown, scope: Scope): readonly string[] =>
  list(value).map((item) => text(item, scope));

const list = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new Error(`a list was expected, not ${JSON.stringify(value) ?? 'nothing'}`);
};
