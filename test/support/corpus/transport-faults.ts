import type { Entry } from './entry.ts';
import { canaryFrom, entryOf, type Maker, makingFrom, pathOf } from './maker.ts';
import type { Target } from './operations.ts';
import { validValue } from './valid-values.ts';

/** What is wrong with a body before any schema is asked, by the code of the problem. */
type Fault = {
  readonly code: string;
  readonly way: string;
  readonly body: string | Buffer;
  readonly type?: string | undefined;
};

const spoilt = (whole: string, canary: string): readonly Omit<Fault, 'code'>[] => [
  { way: 'nothing', body: '' },
  { way: 'spaces', body: ' \n\t ' },
  { way: 'cut short', body: whole.slice(0, -1) },
  { way: 'cut within a text', body: whole.slice(0, whole.indexOf(canary) + 3) },
  { way: 'more after it', body: `${whole}${whole}` },
  { way: 'a comma too many', body: `${whole.slice(0, -1)},}` },
  { way: 'single quotes', body: whole.replaceAll('"', "'") },
  { way: 'a comment', body: `/* ${canary} */${whole}` },
  { way: 'a key without quotes', body: `{${canary}: 1}` },
  { way: 'no number of JSON', body: `{"${canary}": 0x10}` },
  { way: 'not a number', body: '{"level": NaN}' },
  { way: 'undefined', body: 'undefined' },
  { way: 'a text not escaped', body: `{"referralId": "${canary}\n"}` },
  { way: 'a wrong escape', body: `{"referralId": "${canary}\\x41"}` },
  { way: 'words', body: `${canary} said so` },
  { way: 'a form', body: `source=front-door&referralId=${canary}` },
  { way: 'byte order mark', body: `\uFEFF${whole}` },
  { way: 'UTF-16', body: Buffer.from(whole, 'utf16le') },
  { way: 'a key twice', body: `{"${canary}":1,${whole.slice(1, -1)},"${canary}":1}` },
  { way: 'a key twice within', body: `{"referrer":{"sourceCode":"4","sourceCode":"${canary}"}}` },
  { way: 'a key twice, escaped once', body: `{"source":"${canary}","\\u0073ource":"${canary}"}` },
  { way: 'half a character', body: `{"referralId":"${canary}\\ud800"}` },
  { way: 'the other half', body: `{"referralId":"\\udc00${canary}"}` },
  { way: 'half a character in a key', body: `{"${canary}\\udfff":1}` },
  { way: 'lists 17 deep', body: `${'['.repeat(17)}"${canary}"${']'.repeat(17)}` },
  { way: 'objects 17 deep', body: `${'{"a":'.repeat(17)}"${canary}"${'}'.repeat(17)}` },
  { way: 'lists 5,000 deep', body: `${'['.repeat(5_000)}${']'.repeat(5_000)}` },
];

const wrongTypes: readonly (readonly [string, string | undefined])[] = [
  ['none', undefined],
  ['empty', ''],
  ['text', 'text/plain'],
  ['form', 'application/x-www-form-urlencoded'],
  ['other JSON', 'application/merge-patch+json'],
  ['another charset', 'application/json; charset=iso-8859-1'],
  ['UTF-16', 'application/json; charset=utf-16'],
  ['two', 'application/json, text/plain'],
  ['nearly', 'application/jsonp'],
  ['multipart', 'multipart/form-data; boundary=x'],
  ['XML', 'application/xml'],
  ['a parameter', 'application/json; profile=x'],
];

const largest = (operation: string): number => (operation === 'recordReferrals' ? 1024 : 64) * 1024;

function faultsOf(target: Target, whole: string, canary: string): readonly Fault[] {
  const most = largest(target.operation);
  const padded = (bytes: number): string =>
    whole.slice(0, -1) + ' '.repeat(bytes - Buffer.byteLength(whole)) + whole.slice(-1);
  return [
    ...spoilt(whole, canary).map((fault) => ({ ...fault, code: 'malformed-json' })),
    ...wrongTypes.map(([way, type]) => ({ way, type, body: whole, code: 'wrong-media-type' })),
    { way: 'a byte too many', code: 'body-too-large', body: padded(most + 1) },
    { way: 'one long text', code: 'body-too-large', body: `"${canary.repeat(most / 8)}"` },
    { way: 'wide characters', code: 'body-too-large', body: `"${'é'.repeat(most / 2)}"` },
  ];
}

/** Bodies that no schema is asked about, so many times over. */
export function transportFaults(target: Target, rounds: number, maker: Maker): readonly Entry[] {
  const { body } = target;
  if (body === undefined) return [];
  return Array.from({ length: rounds }, () => {
    const canary = canaryFrom(maker.chance);
    const whole = JSON.stringify(withCanary(validValue(body, makingFrom(maker, canary, 'least')), canary));
    return faultsOf(target, whole, canary).map((fault) => {
      const entry = entryOf(
        target,
        {
          path: pathOf(target, maker),
          body: fault.body,
          field: 'body',
          rule: fault.code,
          way: fault.way,
          canary,
        },
        { is: 'refused', code: fault.code, fields: [] },
      );
      if (!('type' in fault)) return entry;
      const headers: Record<string, string> = fault.type === undefined ? {} : { 'content-type': fault.type };
      return { ...entry, request: { ...entry.request, headers } };
    });
  }).flat();
}

/** Some bodies hold no text at all; a key that is not theirs does no harm where nobody comes to look at it. */
const withCanary = (value: unknown, canary: string): object => ({ ...Object(value), [canary]: canary });
