// Whom we are to a registry.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Auth } from '../config/schema';
import { ProblemError } from '../problem';

/** @internal */
export type Credentials =
  | { type: 'anonymous' }
  | { type: 'basic'; username: string; password: string }
  /** Sent as it is. */
  | { type: 'bearer'; token: string }
  /** Given to the token service for a token. */
  | { type: 'identity'; token: string };

const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';

const dockerConfigSchema = z.object({
  auths: z
    .record(
      z.string(),
      z.object({
        auth: z.string().optional(),
        username: z.string().optional(),
        password: z.string().optional(),
        identitytoken: z.string().optional(),
        registrytoken: z.string().optional(),
      }),
    )
    .optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
  credsStore: z.string().optional(),
});

/**
 * What config says, or the Docker config file that it names: read anew each time, for
 * such files rotate.
 *
 * @param host - As image references name it.
 * @throws ProblemError if the file can't be used; never with a part of it.
 * @internal
 */
export async function readCredentials(
  auth: Auth,
  host: string,
): Promise<Credentials> {
  if (auth.type !== 'dockerConfig') {
    return auth;
  }
  const {
    auths = {},
    credHelpers,
    credsStore,
  } = await readDockerConfig(auth.path);
  const keys = [
    host,
    `https://${host}`,
    `https://${host}/v1/`,
    `https://${host}/v2/`,
    ...(host === 'docker.io' ? [DOCKER_HUB_KEY, 'index.docker.io'] : []),
  ];
  const entry = keys.map(key => auths[key]).find(it => it !== undefined);
  const isEmpty = !entry || Object.values(entry).every(it => !it);
  if (isEmpty && (credHelpers?.[host] || (credsStore && entry))) {
    throw new ProblemError(
      'unauthorised',
      `The Docker config file leaves ${host} to a credential helper, and none is run here`,
    );
  }
  if (!entry) {
    return { type: 'anonymous' };
  }
  if (entry.registrytoken) {
    return { type: 'bearer', token: entry.registrytoken };
  }
  if (entry.identitytoken) {
    return { type: 'identity', token: entry.identitytoken };
  }
  const decoded = Buffer.from(entry.auth ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const username = entry.username ?? decoded.slice(0, Math.max(colon, 0));
  const password = entry.password ?? decoded.slice(colon + 1);
  return username === ''
    ? { type: 'anonymous' }
    : { type: 'basic', username, password };
}

async function readDockerConfig(path: string) {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new ProblemError(
      'unauthorised',
      `The Docker config file ${path} can't be read`,
    );
  }
  try {
    return dockerConfigSchema.parse(JSON.parse(text));
  } catch {
    throw new ProblemError(
      'unauthorised',
      `The Docker config file ${path} is not of the form that Docker writes`,
    );
  }
}

/** @internal */
export function basicHeader({
  username,
  password,
}: {
  username: string;
  password: string;
}): string {
  const value = Buffer.from(`${username}:${password}`).toString('base64');
  return `Basic ${value}`;
}
