/** A folder in which a test plays a cluster, and one run of the source over it. */
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { rmSync, utimesSync } from 'fs';
import { DEFAULT_LIMITS, type ParserLimits } from '../recorded/ManifestParser';
import { RecordedClusterRun } from '../recorded/RecordedClusterRun';
import { FakeSink } from './FakeSink';

export const KUBE_SYSTEM = `
apiVersion: v1
kind: Namespace
metadata: { name: kube-system, uid: cluster-1 }
`;

export function createRecordedFolder() {
  const directory = createMockDirectory();
  let clock = Date.now() / 1000;

  return {
    directory,
    path: directory.path,
    /** Replaces files; `undefined` deletes. */
    write(files: Record<string, string | Buffer | undefined>) {
      for (const [name, content] of Object.entries(files)) {
        if (content === undefined) {
          rmSync(directory.resolve(name), { recursive: true });
        } else {
          directory.addContent({ [name]: content });
          clock += 1;
          utimesSync(directory.resolve(name), clock, clock);
        }
      }
    },
    start(
      options: {
        sink?: FakeSink;
        limits?: Partial<ParserLimits>;
        path?: string;
      } = {},
    ) {
      const sink = options.sink ?? new FakeSink();
      const logger = mockServices.logger.mock();
      const abort = new AbortController();
      const run = new RecordedClusterRun({
        folder: options.path ?? directory.path,
        limits: { ...DEFAULT_LIMITS, ...options.limits },
        sink,
        signal: abort.signal,
        logger,
      });
      return { sink, logger, abort, run, look: () => run.look() };
    },
  };
}
