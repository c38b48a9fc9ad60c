/** A registry as a source of images. */
import type {
  ImageInspection,
  ImageInspectionRequest,
  ImageSource,
  ImageSourceOptions,
  TagListing,
} from '@shift-down/plugin-shift-down-node';
import { readFileSync } from 'node:fs';
import { readCredentials } from '../auth/credentials';
import type { RegistryEntry } from '../config/schema';
import { AddressRules } from '../http/AddressRules';
import { type AgentOptions, createAgent } from '../http/createAgent';
import { HostRules } from '../http/HostRules';
import { RegistryHttp } from '../http/RegistryHttp';
import { inspectImage } from '../inspect/inspectImage';
import { assertPath } from '../inspect/names';
import { answering } from '../problem';
import { listTags } from './listTags';
import { ReferrersSupport } from './ReferrersSupport';
import { RegistryRepository } from './RegistryRepository';

const CONNECT_TIMEOUT_MILLISECONDS = 10_000;

/** @internal */
export class RegistrySource implements ImageSource {
  readonly id: string;
  readonly #http: RegistryHttp;
  readonly #support: ReferrersSupport;

  constructor(
    private readonly entry: RegistryEntry,
    private readonly options: {
      now?: () => number;
      resolve?: AgentOptions['resolve'];
    } = {},
  ) {
    this.id = `registry:${entry.host}`;
    this.#support = new ReferrersSupport(this.#now);
    const hosts = new HostRules(entry);
    this.#http = new RegistryHttp({
      host: entry.host,
      hosts,
      agent: createAgent({
        addresses: new AddressRules([
          ...hosts.ownAddresses,
          ...entry.addresses,
        ]),
        connections: entry.concurrency,
        connectTimeoutMilliseconds: Math.min(
          CONNECT_TIMEOUT_MILLISECONDS,
          entry.timeoutSeconds * 1000,
        ),
        ca:
          entry.caFile === undefined
            ? undefined
            : readFileSync(entry.caFile, 'utf8'),
        resolve: options.resolve,
      }),
      credentials: () => readCredentials(entry.auth, entry.host),
      concurrency: entry.concurrency,
      timeoutMilliseconds: entry.timeoutSeconds * 1000,
      now: options.now,
    });
  }

  covers(repository: string): boolean {
    return repository.startsWith(`${this.entry.host}/`);
  }

  inspect(
    request: ImageInspectionRequest,
    { signal, contents }: ImageSourceOptions,
  ): Promise<ImageInspection> {
    return answering(signal, async () => {
      const path = this.#pathOf(request.repository);
      return inspectImage(
        request,
        { contents },
        {
          repository: new RegistryRepository({
            name: request.repository,
            path,
            http: this.#http,
            limits: this.entry.limits,
            support: this.#support,
            signal,
          }),
          limits: this.entry.limits,
          recheckMilliseconds: this.entry.recheckSeconds * 1000,
          now: this.#now,
        },
      );
    });
  }

  listTags(
    request: { repository: string; previous?: { etag: string } },
    { signal }: ImageSourceOptions,
  ): Promise<TagListing> {
    return answering(signal, async () =>
      listTags(
        {
          path: this.#pathOf(request.repository),
          previous: request.previous,
        },
        { http: this.#http, limits: this.entry.limits, signal },
      ),
    );
  }

  #pathOf(repository: string): string {
    const path = repository.slice(this.entry.host.length + 1);
    assertPath(path);
    return path;
  }

  readonly #now = () => (this.options.now ?? Date.now)();
}
