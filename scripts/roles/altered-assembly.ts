import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

type Resource = { Type: string; Properties: Record<string, unknown>; Metadata?: Record<string, unknown> };
/** A template that a test may change before it runs. */
export type Template = { Resources: Record<string, Resource> };

/**
 * A copy of a cloud assembly whose templates were changed: what would have
 * been deployed if somebody had made that mistake. `change` says how often it
 * changed something; a mistake that was not planted is an error.
 */
export async function alteredAssembly(
  assemblyDirectory: string,
  change: (template: Template) => number,
): Promise<{ readonly directory: string; readonly remove: () => Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tideline-altered-'));
  await cp(assemblyDirectory, directory, { recursive: true });
  let changes = 0;
  for (const name of await readdir(directory)) {
    if (!name.endsWith('.template.json')) continue;
    const file = path.join(directory, name);
    const template = JSON.parse(await readFile(file, 'utf8')) as Template;
    changes += change(template);
    await writeFile(file, JSON.stringify(template));
  }
  if (changes === 0) throw new Error('Nothing was planted: the template has no such resource.');
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
