import type { HumanDuration } from '@backstage/types';

export interface Config {
  shiftDown?: {
    /**
     * The clusters whose security posture is shown.
     */
    clusters?: Array<{
      /**
       * Unique and stable; entities may name it in `backstage.io/kubernetes-cluster`.
       */
      name: string;
      /**
       * How the cluster is observed. `recorded`: a folder of manifests and reports.
       */
      type: 'recorded';
      /**
       * What people call the cluster; its name by default.
       */
      title?: string;
      /**
       * The folder, read with all that is in it. A relative path starts at the nearest
       * folder at or above the working directory that holds an `app-config.yaml`.
       */
      path: string;
      /**
       * How often the folder is looked at for changes; every two seconds by default.
       */
      refresh?: HumanDuration | string;
      /**
       * Larger files are not read, and named as unreadable; 16 by default.
       */
      maxFileSizeMiB?: number;
    }>;
  };
}
