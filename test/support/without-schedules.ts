import { alteredAssembly } from '../../scripts/roles/altered-assembly.ts';

/**
 * A copy of an assembly without the schedules of those constructs: where a test
 * counts what happens or compares what is stored, nothing must happen by itself.
 */
export const withoutSchedules = (assemblyDirectory: string, construct: RegExp) =>
  alteredAssembly(assemblyDirectory, ({ Resources }) => {
    const all = Object.entries(Resources);
    const rules = all.flatMap(([id, { Type }]) =>
      Type === 'AWS::Events::Rule' && construct.test(id) ? [id] : [],
    );
    const permissions = all.flatMap(([id, { Type, Properties }]) =>
      Type === 'AWS::Lambda::Permission' &&
      rules.some((rule) => JSON.stringify(Properties.SourceArn).includes(`"${rule}"`))
        ? [id]
        : [],
    );
    for (const id of [...rules, ...permissions]) delete Resources[id];
    return rules.length;
  });
