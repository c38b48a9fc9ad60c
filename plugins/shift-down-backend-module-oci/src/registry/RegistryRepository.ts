/**
 * A repository of a registry.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
import type { Limits } from '../config/schema';
import type { RegistryHttp } from '../http/RegistryHttp';
import { assertDigest, isDigest, sha256Of } from '../inspect/digest';
import {
  type Descriptor,
  INDEX_TYPES,
  MANIFEST_TYPES,
  parseReferrers,
} from '../inspect/manifest';
import type { ReferrersListing, Repository } from '../inspect/Repository';
import { ProblemError } from '../problem';
import { nextPage } from './nextPage';
import type { ReferrersSupport } from './ReferrersSupport';

const MIB = 1024 * 1024;
const ACCEPT = [...INDEX_TYPES, ...MANIFEST_TYPES].join(', ');
/** A missing API is answered in many ways. */
const NO_SUCH_API = [400, 404, 405, 501];
const MAXIMUM_PAGES = 20;

/** @internal */
export interface RegistryRepositoryOptions {
  name: string;
  /** As the registry names it. */
  path: string;
  http: RegistryHttp;
  limits: Limits;
  support: ReferrersSupport;
  signal: AbortSignal;
}

/** @internal */
export class RegistryRepository implements Repository {
  readonly name: string;
  readonly #scope: string;

  constructor(private readonly options: RegistryRepositoryOptions) {
    this.name = options.name;
    this.#scope = `repository:${options.path}:pull`;
  }

  /** Asks for the headers only: registries that count requests don't count these. */
  async resolveTag(tag: string): Promise<string | undefined> {
    const request = {
      path: `${this.#base}/manifests/${tag}`,
      scope: this.#scope,
      headers: { accept: ACCEPT },
      limit: this.#manifestLimit,
      what: `The tag ${tag} of ${this.name}`,
      signal: this.options.signal,
    };
    const head = await this.options.http.request({
      ...request,
      method: 'HEAD',
      expected: [404, 405],
    });
    if (head.status === 404) {
      return undefined;
    }
    const named = head.headers['docker-content-digest'];
    if (head.status !== 405 && typeof named === 'string' && isDigest(named)) {
      return named;
    }
    const { status, body } = await this.options.http.request({
      ...request,
      method: 'GET',
      expected: [404],
    });
    return status === 404 ? undefined : sha256Of(body);
  }

  async manifest(digest: string): Promise<Buffer> {
    const what = `The manifest ${digest}`;
    const { body } = await this.options.http.request({
      method: 'GET',
      path: `${this.#base}/manifests/${digest}`,
      scope: this.#scope,
      headers: { accept: ACCEPT },
      limit: this.#manifestLimit,
      what,
      signal: this.options.signal,
    });
    assertDigest(body, digest, what);
    return body;
  }

  /** The descriptor's `urls` are no business of ours. */
  async blob({ digest, size }: Descriptor, limit: number): Promise<Buffer> {
    const what = `The blob ${digest}`;
    if (size > limit) {
      throw new ProblemError('too-large', `${what} is larger than allowed`);
    }
    const { body } = await this.options.http.request({
      method: 'GET',
      path: `${this.#base}/blobs/${digest}`,
      scope: this.#scope,
      limit: size,
      what,
      signal: this.options.signal,
    });
    assertDigest(body, digest, what);
    return body;
  }

  async referrers(digest: string): Promise<ReferrersListing> {
    const { support, http, signal } = this.options;
    if (support.isMissing(this.name)) {
      return { place: 'referrers-tag' };
    }
    const descriptors: Descriptor[] = [];
    let path: string | URL = `${this.#base}/referrers/${digest}`;
    for (let page = 0; page < MAXIMUM_PAGES; page++) {
      const answer = await http.request({
        method: 'GET',
        path,
        scope: this.#scope,
        headers: { accept: INDEX_TYPES[0] },
        limit: this.#manifestLimit,
        what: `The referrers of ${digest}`,
        expected: page === 0 ? NO_SUCH_API : [],
        signal,
      });
      if (answer.status >= 300) {
        support.noteMissing(this.name);
        return { place: 'referrers-tag' };
      }
      descriptors.push(...parseReferrers(answer.body, answer.url.host));
      const next = nextPage(answer);
      if (!next) {
        return { place: 'referrers', descriptors };
      }
      path = next;
    }
    return {
      place: 'referrers',
      descriptors,
      problem: `the list of referrers has more than ${MAXIMUM_PAGES} pages`,
    };
  }

  get #base(): string {
    return `/v2/${this.options.path}`;
  }

  get #manifestLimit(): number {
    return this.options.limits.manifestMiB * MIB;
  }
}
