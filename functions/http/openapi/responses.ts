import type { ProblemCode } from '../problem.ts';
import { problems, problemType } from '../problem.ts';
import { problemExample } from './examples/problems.ts';
import { gatewayMessages, gatewayReasons, isGatewayStatus } from './gateway-answers.ts';
import type { Operation } from './operation.ts';
import type { Json } from './schema-components.ts';

/** What every route can answer beside its own problems. */
const ofEveryRoute = ['invalid-request', 'insufficient-scope', 'unexpected', 'busy'] as const;

/** A response that is not a result, under the name by which operations refer to it. */
export type Refusal = { readonly status: number; readonly name: string; readonly response: Json };

/** Every response of a route that is not a result: the function's own problems, and API Gateway's. */
export function refusalsOf({ problems: own }: Pick<Operation, 'problems'>): readonly Refusal[] {
  const codes = [...new Set<ProblemCode>([...ofEveryRoute, ...own])];
  const byStatus = Map.groupBy(codes, (code) => problems[code].status as number);
  const statuses = new Set([...byStatus.keys(), ...Object.keys(gatewayMessages).map(Number)]);
  return [...statuses]
    .sort((a, b) => a - b)
    .map((status) => {
      const ofStatus = (byStatus.get(status) ?? []).toSorted();
      return { status, name: nameOf(status, ofStatus), response: refusal(status, ofStatus) };
    });
}

const nameOf = (status: number, codes: readonly ProblemCode[]): string =>
  `${status}${codes.length === 0 ? '-gateway' : codes.map((code) => `-${code}`).join('')}`;

/** A caller is told when to send the same again where that may help. */
const saysWhenToRetry = (status: number, codes: readonly ProblemCode[]): boolean =>
  status === 503 || codes.includes('too-many-records') || codes.includes('referral-unknown');

function refusal(status: number, codes: readonly ProblemCode[]): Json {
  const isGateways = isGatewayStatus(status);
  const said = [
    ...codes.map((code) => `\`${code}\`: ${problems[code].title}.`),
    ...(isGateways ? [`API Gateway itself, ${gatewayReasons[status]}.`] : []),
  ];
  return {
    description: said.join(' '),
    headers: {
      ...(codes.length > 0 ? header('x-request-id') : {}),
      ...(isGateways ? header('apigw-requestid') : {}),
      ...(saysWhenToRetry(status, codes) ? header('Retry-After') : {}),
    },
    content: {
      ...(codes.length > 0 ? problemContent(status, codes) : {}),
      ...(isGateways ? gatewayContent(gatewayMessages[status]) : {}),
    },
  };
}

/** A reference to one of the headers that the document describes. */
export const header = (name: string): Json => ({ [name]: { $ref: `#/components/headers/${name}` } });

const problemContent = (status: number, codes: readonly ProblemCode[]): Json => ({
  'application/problem+json': {
    schema: {
      allOf: [
        { $ref: '#/components/schemas/Problem' },
        { properties: { type: { enum: codes.map(problemType) }, status: { const: status } } },
      ],
    },
    examples: Object.fromEntries(
      codes.map((code) => [code, { summary: problems[code].title, value: problemExample(code) }]),
    ),
  },
});

const gatewayContent = (message: string): Json => ({
  'application/json': {
    schema: { $ref: '#/components/schemas/GatewayAnswer' },
    examples: { gateway: { summary: 'API Gateway itself', value: { message } } },
  },
});
