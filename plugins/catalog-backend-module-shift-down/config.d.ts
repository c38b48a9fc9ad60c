import type { HumanDuration } from '@backstage/types';

export interface Config {
  shiftDown?: {
    goldenImages?: {
      /** Where golden images are declared; each becomes an entity of the catalog. */
      locations?: Array<{
        /** `url` is read by Backstage's URL reader; `folder` is on this machine. */
        type: 'url' | 'folder';
        /** A file, or a folder or tree of files; of a URL also a pattern with `*`. */
        target: string;
      }>;
      /** How often the files are read. Default: every 5 minutes. */
      frequency?: HumanDuration | string;
    };
  };
}
