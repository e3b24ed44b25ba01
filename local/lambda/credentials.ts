import { randomBytes } from 'node:crypto';

/** Credentials of one function in one instance of the stack; they mean nothing elsewhere. */
export type FunctionCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
};

/** New random credentials. The access key is of letters and digits only, as AWS's are. */
export function createCredentials(): FunctionCredentials {
  return {
    accessKeyId: createAccessKeyId(),
    secretAccessKey: randomBytes(20).toString('hex'),
    sessionToken: randomBytes(32).toString('hex'),
  };
}

/** A new random access key: 20 letters and digits, beginning as AWS's temporary ones do. */
export function createAccessKeyId(): string {
  return `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
}
