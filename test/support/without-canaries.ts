import { alteredAssembly } from '../../scripts/roles/altered-assembly.ts';

/** A copy of an assembly in which no canary goes by itself, where a test counts what happens to every family. */
export const withoutCanaries = (assemblyDirectory: string) =>
  alteredAssembly(assemblyDirectory, ({ Resources }) => {
    // The rule, and the permission that names it.
    const ids = Object.keys(Resources).filter((id) => id.startsWith('CanaryEvery'));
    for (const id of ids) delete Resources[id];
    return ids.length;
  });
