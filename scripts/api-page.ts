import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * The description of the HTTP API as one page to read. Swagger UI itself is in
 * the page, and its content security policy lets the browser load nothing, so
 * that reading it tells nobody: neither its makers nor a network of others.
 */
export async function apiPage(openApi: string): Promise<string> {
  const script = await fileOfSwaggerUi('swagger-ui-bundle.js');
  const style = await fileOfSwaggerUi('swagger-ui.css');
  const licence = await fileOfSwaggerUi('LICENSE');
  const licencesOfParts = await fileOfSwaggerUi('swagger-ui-bundle.js.LICENSE.txt');
  const spec: unknown = JSON.parse(openApi);
  // There is nothing to try out on a page that may send nothing.
  const shown = { dom_id: '#api', spec, deepLinking: true, supportedSubmitMethods: [], validatorUrl: null };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tideline: HTTP API</title>
<style>${style}</style>
<style>.swagger-ui .scheme-container, .swagger-ui .info .link { display: none; } details { margin: 2rem; }</style>
</head>
<body>
<div id="api"></div>
<details><summary>Licences of this page's program, Swagger UI</summary><pre>${asText(`${licence}\n${licencesOfParts}`)}</pre></details>
<script>${asScript(script)}</script>
<script>SwaggerUIBundle(${asJson(shown)}).specActions.updateUrl(${asJson(address)});</script>
</body>
</html>
`;
}

/**
 * Swagger UI resolves the references inside the document against an address of
 * the web, which a page opened from a disk has not. It is never asked.
 */
const address = 'https://api.tideline.example/v1/openapi.json';

/** What the page itself holds may run and be seen; nothing may be fetched, sent or framed. */
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const fileOfSwaggerUi = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');

const asText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** JSON in which nothing looks like the end of a script. */
const asJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** A program in a page, as it is: it must not hold what would end it. */
function asScript(program: string): string {
  if (/<\/script/i.test(program))
    throw new Error('Swagger UI holds the end of a script, so it cannot be in a page.');
  return program;
}
