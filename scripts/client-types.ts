import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const client = path.resolve(import.meta.dirname, '../examples/typescript-client');
/** The generator needs a compiler with an API, so it lives with the client, beside one: this project's has none. */
const itsPackage = createRequire(path.join(client, 'package.json')).resolve(
  'openapi-typescript/package.json',
);
const generator = path.join(path.dirname(itsPackage), 'bin', 'cli.js');

/** The types of the example client, from the text of the OpenAPI document. */
export function clientTypes(openApi: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [generator], (error, types) =>
      error === null ? resolve(types) : reject(error),
    );
    child.stdin?.end(openApi);
  });
}
