import type { AssemblyModel } from '../assembly/model.ts';
import type { IamCall } from './evaluate.ts';

/** A call to judge, and whether AWS makes it in the caller's name rather than the caller itself. */
export type JudgedCall = IamCall & { readonly implied: boolean };

/** Reads the calls of one operation out of its body. Throws a ZodError where the body is not one it takes. */
export type CallReader = (body: unknown, model: AssemblyModel) => readonly IamCall[];

/** A request that the local stack does not know how to judge. */
export class UnsupportedRequest extends Error {
  override readonly name = 'UnsupportedRequest';
}
