import type { BackendAnswer } from '../gateway/backend-call.ts';

/** The answer of a successful operation of SNS; `result` is XML, undefined where the operation gives none. */
export function snsAnswer(operation: string, result?: string): BackendAnswer {
  const inner = result === undefined ? '' : `<${operation}Result>${result}</${operation}Result>`;
  return {
    status: 200,
    contentType: 'text/xml',
    body:
      `<${operation}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${inner}` +
      `<ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${operation}Response>`,
  };
}

/** One element with a text, which is escaped. */
export function element(name: string, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${escaped}</${name}>`;
}
