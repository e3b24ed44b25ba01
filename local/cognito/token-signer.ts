import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';

export type TokenSigner = {
  /** The public key, as the pools of this instance publish it. */
  readonly keySet: JSONWebKeySet;
  readonly verificationKey: JWTVerifyGetKey;
  /** An RS256 token with exactly these claims. */
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
};

/** Makes a key of this instance's own; a token of another instance is a stranger's. */
export async function createTokenSigner(): Promise<TokenSigner> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const kid = 'local';
  const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] };
  return {
    keySet,
    verificationKey: createLocalJWKSet(keySet),
    sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey),
  };
}
