/** Verifies that a portal signed an export of exceptions. Whatever is off is refused. */
import { InputError } from '@backstage/errors';
import {
  EXCEPTIONS_EXPORT_ALGORITHMS,
  EXCEPTIONS_EXPORT_TYPE,
  readExceptionsExport,
  type ExceptionsExport,
} from '@shift-down/plugin-shift-down-policy';
import {
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  importSPKI,
  type JSONWebKeySet,
} from 'jose';

/**
 * @param token - compact JWS
 * @param keys - JWK set as JSON, or one public key as PEM
 * @throws InputError if it is not signed by one of the keys; InputError if it has expired.
 */
export async function verifyExport(
  token: string,
  keys: string,
  now: Date,
): Promise<ExceptionsExport> {
  const compact = token.trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(compact)) {
    throw new InputError(
      'The exceptions are not signed: export them from the portal, whose exports are compact JWS. Nothing hand-written is taken',
    );
  }
  const payload = await verify(compact, keys);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(payload));
  } catch {
    throw new InputError('The export of exceptions holds no JSON');
  }
  return readExceptionsExport(parsed, now);
}

async function verify(token: string, keys: string): Promise<Uint8Array> {
  const options = { algorithms: [...EXCEPTIONS_EXPORT_ALGORITHMS] };
  try {
    const { alg = '', typ } = decodeProtectedHeader(token);
    if (typ !== EXCEPTIONS_EXPORT_TYPE) {
      throw new Error(`it is a token of type ${typ}`);
    }
    if (!options.algorithms.includes(alg)) {
      throw new Error(`it is signed by ${alg}`);
    }
    const { payload } = keys.includes('-----BEGIN')
      ? await compactVerify(token, await importSPKI(keys, alg), options)
      : await compactVerify(
          token,
          createLocalJWKSet(JSON.parse(keys) as JSONWebKeySet),
          options,
        );
    return payload;
  } catch (error) {
    throw new InputError(
      `The export of exceptions is not what the portal signed (${
        (error as Error).message
      }): export it again, and check whether the key is the portal’s`,
    );
  }
}
