/** Golden images as entities, read again and again. */
import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import type {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { GoldenImageLocationRead } from '@shift-down/plugin-shift-down-node';
import type { GoldenImage } from '@shift-down/plugin-shift-down-policy';
import { toEntity } from './toEntity';

const NAME = 'shift-down-golden-images';

interface ProviderOptions {
  logger: LoggerService;
  runner: SchedulerServiceTaskRunner;
  /** All locations, as they are now. */
  read(signal?: AbortSignal): Promise<GoldenImageLocationRead[]>;
}

/**
 * Replaces its entities by what the locations declare. A location that could not be read,
 * or not in full, keeps what it had: nobody withdraws a golden image by breaking a file.
 */
export class GoldenImageEntityProvider implements EntityProvider {
  readonly #options: ProviderOptions;
  /** What each location had when it was last read. */
  readonly #known = new Map<string, GoldenImage[]>();

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#options.runner.run({
      id: NAME,
      fn: signal => this.#refresh(connection, signal),
    });
  }

  async #refresh(
    connection: EntityProviderConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const reads = await this.#options.read(signal);
    const images: GoldenImage[] = [];
    let isAllKnown = true;
    for (const read of reads) {
      const id = JSON.stringify(read.location);
      const known = this.#known.get(id);
      const found = read.images.map(({ image }) => image);
      if (!read.isComplete) {
        this.#options.logger.warn(
          `Golden images of ${
            read.location.target
          } could not be read in full, nothing of it is removed: ${read.problems.join(
            '; ',
          )}`,
        );
        isAllKnown &&= known !== undefined;
      }
      const now = firstByName(
        read.isComplete ? found : [...found, ...(known ?? [])],
      );
      if (read.isComplete || known) {
        this.#known.set(id, now);
      }
      images.push(...now);
    }
    const entities = firstByName(images).map(
      (image): DeferredEntity => ({
        entity: toEntity(image),
        locationKey: NAME,
      }),
    );
    // What is not known since the start may be in the catalog from before.
    await connection.applyMutation(
      isAllKnown
        ? { type: 'full', entities }
        : { type: 'delta', added: entities, removed: [] },
    );
  }
}

function firstByName(images: GoldenImage[]): GoldenImage[] {
  const names = new Set<string>();
  return images.filter(({ name }) => {
    const isFirst = !names.has(name);
    names.add(name);
    return isFirst;
  });
}
