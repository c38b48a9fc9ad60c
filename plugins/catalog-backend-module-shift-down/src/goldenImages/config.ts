/** What of `shiftDown.goldenImages` this module goes by. */
import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { HumanDuration } from '@backstage/types';
import type { GoldenImageLocation } from '@shift-down/plugin-shift-down-node';

const KEY = 'shiftDown.goldenImages';

interface CatalogConfig {
  locations: GoldenImageLocation[];
  frequency: HumanDuration;
}

/** @throws InputError */
export function readCatalogConfig(root: Config): CatalogConfig {
  const config = root.getOptionalConfig(KEY);
  const locations = config?.getOptionalConfigArray('locations') ?? [];
  return {
    locations: locations.map((location, index) => {
      const type = location.getString('type');
      if (type !== 'url' && type !== 'folder') {
        throw new InputError(
          `${KEY}.locations.${index}.type in the configuration must be url or folder`,
        );
      }
      return { type, target: location.getString('target') };
    }),
    frequency: config?.has('frequency')
      ? readDurationFromConfig(config, { key: 'frequency' })
      : { minutes: 5 },
  };
}
