/*
 * The `Authorization` of requests to one registry: what config says, or a token from the
 * service that the registry names, if that service is listed.
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
import { z } from 'zod';
import { ProblemError } from '../problem';
import type { Challenge } from './challenge';
import { type Credentials, basicHeader } from './credentials';

/** Asks the token service, which is another host for most registries. @internal */
export type TokenRequest = (request: {
  url: URL;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
}) => Promise<Buffer>;

interface Token {
  header: string;
  expiresAt: number;
}

/** How long a token is good for that doesn't say so. */
const DEFAULT_LIFETIME_SECONDS = 60;
/** A token that runs out while the request is on its way is of no use. */
const MARGIN_SECONDS = 10;
const MAXIMUM_TOKENS = 10_000;

const answerSchema = z
  .object({
    token: z.string().optional(),
    access_token: z.string().optional(),
    expires_in: z.number().positive().optional(),
  })
  .transform(({ token, access_token: accessToken, expires_in: lifetime }) => ({
    token: token ?? accessToken ?? '',
    lifetime: lifetime ?? DEFAULT_LIFETIME_SECONDS,
  }))
  .refine(({ token }) => /^[\x21-\x7e]+$/.test(token));

/** @internal */
export class Authenticator {
  readonly #tokens = new Map<string, Token>();
  readonly #pending = new Map<string, Promise<Token>>();
  #scheme: 'basic' | undefined;

  constructor(
    private readonly options: {
      host: string;
      credentials: () => Promise<Credentials>;
      requestToken: TokenRequest;
      /** Throws when the realm may not be asked. */
      assertRealm: (url: URL) => void;
      now?: () => number;
    },
  ) {}

  /** What can be said before the registry asks. */
  async known(scope: string): Promise<string | undefined> {
    const credentials = await this.options.credentials();
    if (credentials.type === 'bearer') {
      return `Bearer ${credentials.token}`;
    }
    if (credentials.type === 'basic' && this.#scheme === 'basic') {
      return basicHeader(credentials);
    }
    const token = this.#tokens.get(scope);
    return token && token.expiresAt > this.#now() ? token.header : undefined;
  }

  /**
   * An answer to the registry's challenge.
   * @returns undefined if nothing can be said that was not said before
   */
  async answer(
    challenge: Challenge,
    scope: string,
    said: string | undefined,
  ): Promise<string | undefined> {
    const credentials = await this.options.credentials();
    if (challenge.scheme === 'basic') {
      if (credentials.type !== 'basic') {
        return undefined;
      }
      this.#scheme = 'basic';
      const header = basicHeader(credentials);
      return header === said ? undefined : header;
    }
    if (credentials.type === 'bearer') {
      return undefined;
    }
    if (said === this.#tokens.get(scope)?.header) {
      this.#tokens.delete(scope);
    }
    const key = scope;
    const pending =
      this.#pending.get(key) ??
      this.#exchange(challenge, scope, credentials).finally(() =>
        this.#pending.delete(key),
      );
    this.#pending.set(key, pending);
    const token = await pending;
    this.#keep(scope, token);
    return token.header;
  }

  #keep(scope: string, token: Token): void {
    if (this.#tokens.size >= MAXIMUM_TOKENS) {
      this.#tokens.clear();
    }
    this.#tokens.set(scope, token);
  }

  async #exchange(
    challenge: Challenge & { scheme: 'bearer' },
    scope: string,
    credentials: Credentials,
  ): Promise<Token> {
    const url = this.#realmOf(challenge.realm);
    // Ours, not the registry's wish: it could ask for more than reading.
    const parameters = {
      ...(challenge.service !== undefined && { service: challenge.service }),
      scope,
    };
    const body =
      credentials.type === 'identity'
        ? await this.options.requestToken({
            url,
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({
              ...parameters,
              grant_type: 'refresh_token',
              client_id: 'shift-down',
              refresh_token: credentials.token,
            }).toString(),
          })
        : await this.options.requestToken({
            url: withParameters(url, parameters),
            method: 'GET',
            headers:
              credentials.type === 'basic'
                ? { authorization: basicHeader(credentials) }
                : {},
          });
    const { token, lifetime } = this.#parse(body, url);
    return {
      header: `Bearer ${token}`,
      expiresAt: this.#now() + Math.max(lifetime - MARGIN_SECONDS, 1) * 1000,
    };
  }

  #realmOf(realm: string): URL {
    if (!URL.canParse(realm)) {
      throw new ProblemError(
        'invalid',
        `${this.options.host} names a token service whose address is no address`,
      );
    }
    const url = new URL(realm);
    this.options.assertRealm(url);
    return url;
  }

  #parse(body: Buffer, url: URL) {
    try {
      return answerSchema.parse(JSON.parse(body.toString('utf8')));
    } catch {
      throw new ProblemError(
        'invalid',
        `The token service ${url.host} of ${this.options.host} answers without a token`,
      );
    }
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }
}

function withParameters(url: URL, parameters: Record<string, string>): URL {
  const result = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    result.searchParams.set(name, value);
  }
  return result;
}
