import type { LocalPermission } from '../assembly/model.ts';
import { matchesArn } from '../iam/wildcard.ts';

/**
 * Whether a service may invoke a function for one of its resources, by the
 * permissions (`AWS::Lambda::Permission`) of the assembly.
 */
export function mayInvoke(
  permissions: readonly LocalPermission[],
  invocation: { readonly functionArn: string; readonly service: string; readonly sourceArn: string },
): boolean {
  return permissions.some(
    (permission) =>
      permission.functionArn === invocation.functionArn &&
      permission.principal === invocation.service &&
      (permission.sourceArn === undefined || matchesArn(permission.sourceArn, invocation.sourceArn)),
  );
}
