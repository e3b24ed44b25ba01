import * as z from 'zod';
import type { AssemblyModel } from '../assembly/model.ts';
import type { BackendAnswer } from '../gateway/backend-call.ts';
import { errorAnswer, escapeXml } from '../gateway/error-answer.ts';
import type { GatewayRequest } from '../gateway/parse-request.ts';
import { UnsupportedRequest } from '../iam/call-reader.ts';

const OfStack = z.looseObject({ StackName: z.string().optional() });

/**
 * CloudFormation as far as an operator's commands read it: the stacks of the
 * assembly with their outputs, whose addresses lead to this machine.
 */
export const createCloudFormationService =
  (model: AssemblyModel, localize: (text: string) => string) =>
  async ({ operation, body }: GatewayRequest): Promise<BackendAnswer> => {
    if (operation !== 'DescribeStacks')
      throw new UnsupportedRequest(`The local stack does not know cloudformation:${operation}.`);
    const { StackName } = OfStack.parse(body);
    const names = model.stackNames.filter((name) => StackName === undefined || StackName === name);
    if (StackName !== undefined && names.length === 0) {
      return errorAnswer('cloudformation', {
        code: 'ValidationError',
        message: `Stack with id ${StackName} does not exist`,
        status: 400,
      });
    }
    const stacks = names.map((name) => stackXml(name, model, localize)).join('');
    return xml('cloudformation', operation, `<Stacks>${stacks}</Stacks>`);
  };

const stackXml = (name: string, model: AssemblyModel, localize: (text: string) => string): string => {
  const outputs = Object.entries(model.outputs)
    .filter(([key]) => key.startsWith(`${name}.`))
    .map(
      ([key, value]) =>
        `<member><OutputKey>${escapeXml(key.slice(name.length + 1))}</OutputKey>` +
        `<OutputValue>${escapeXml(localize(value))}</OutputValue></member>`,
    );
  return (
    `<member><StackName>${escapeXml(name)}</StackName>` +
    `<StackId>arn:aws:cloudformation:${model.region}:${model.account}:stack/${escapeXml(name)}/local</StackId>` +
    `<CreationTime>2000-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>` +
    `<Outputs>${outputs.join('')}</Outputs></member>`
  );
};

/** STS as far as an operator's commands read it: who they are. */
export const createStsService =
  (model: AssemblyModel) =>
  async ({ operation }: GatewayRequest): Promise<BackendAnswer> => {
    if (operation !== 'GetCallerIdentity')
      throw new UnsupportedRequest(`The local stack does not know sts:${operation}.`);
    const who =
      `<Arn>arn:aws:iam::${model.account}:user/operator</Arn><UserId>operator</UserId>` +
      `<Account>${model.account}</Account>`;
    return xml('sts', operation, who);
  };

/** An answer of the query protocol. */
const xml = (service: string, operation: string, result: string): BackendAnswer => ({
  status: 200,
  contentType: 'text/xml',
  body:
    `<${operation}Response xmlns="http://${service}.amazonaws.com/doc/"><${operation}Result>${result}` +
    `</${operation}Result><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${operation}Response>`,
});
