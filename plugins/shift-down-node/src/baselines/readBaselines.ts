/** Reads the versions of the baseline, from Git by URL or from a folder. */
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { InputError, isError } from '@backstage/errors';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import {
  BASELINE_FILE,
  compareBaselineVersions,
  parseBaseline,
  type Baseline,
  type BaselineFile,
} from '@shift-down/plugin-shift-down-policy';
import {
  MAXIMUM_DECLARATION,
  isDeclaration,
  type FileReader,
} from '../goldenImages/FileReader';
import { openFolder } from '../goldenImages/openFolder';
import { openUrl, type UrlResolver } from '../goldenImages/openUrl';

/** Where versions of the baseline are kept: one folder a version. @public */
export interface BaselineFolder {
  /** `url`: a tree on a Git host; `folder`: a folder of this machine. */
  type: 'folder' | 'url';
  target: string;
}

/** @public */
export interface ReadBaselinesOptions {
  locations: readonly BaselineFolder[];
  urlReader: UrlReaderService;
  /** What relative folders are relative to. */
  baseDirectory: string;
  signal?: AbortSignal;
  integrations?: UrlResolver;
  /** Ids of controls that objects may claim; those of the catalogue by default. */
  controls?: ReadonlySet<string>;
}

/** @public */
export interface BaselinesRead {
  /** The newest first. */
  baselines: Baseline[];
  /** Sentences for people. */
  problems: string[];
  /** Whether every location could be read; if not, there may be more versions. */
  isComplete: boolean;
}

/**
 * Reads all locations, one after the other. A version that is wrong and a location that
 * can't be read are problems and stop no other; of two folders with one version the first
 * counts.
 *
 * @throws what the signal was aborted with.
 * @public
 */
export async function readBaselines({
  locations,
  urlReader,
  baseDirectory,
  signal,
  integrations,
  controls = new Set(CONTROL_CATALOGUE.map(({ id }) => id)),
}: ReadBaselinesOptions): Promise<BaselinesRead> {
  const byVersion = new Map<string, Baseline>();
  const problems: string[] = [];
  let isComplete = true;
  for (const { type, target } of locations) {
    signal?.throwIfAborted();
    try {
      if (isDeclaration(target) || (type === 'url' && target.includes('*'))) {
        throw new InputError('name the folder that has one folder a version');
      }
      const reader =
        type === 'url'
          ? await openUrl(target, { urlReader, signal, integrations })
          : await openFolder(target, { baseDirectory, signal });
      const folders = await readFolders(reader, signal);
      problems.push(...reader.problems, ...folders.problems);
      isComplete &&= reader.isComplete && folders.problems.length === 0;
      if (folders.files.size === 0) {
        problems.push(`${target}: no folder in it holds a ${BASELINE_FILE}`);
      }
      for (const [location, files] of folders.files) {
        const parsed = parseBaseline(files, location, { controls });
        problems.push(...parsed.problems);
        const { baseline } = parsed;
        const known = baseline && byVersion.get(baseline.version);
        if (known) {
          problems.push(
            `${location}: version ${known.version} is in ${known.location} already, and only that counts`,
          );
        } else if (baseline) {
          byVersion.set(baseline.version, baseline);
        }
      }
    } catch (error) {
      signal?.throwIfAborted();
      isComplete = false;
      problems.push(`${target}: ${reasonOf(error)}`);
    }
  }
  return {
    baselines: [...byVersion.values()].sort((a, b) =>
      compareBaselineVersions(b.version, a.version),
    ),
    problems,
    isComplete,
  };
}

/** Files of each folder that holds a version, by the location of the folder. */
async function readFolders(
  reader: FileReader,
  signal: AbortSignal | undefined,
): Promise<{ files: Map<string, BaselineFile[]>; problems: string[] }> {
  const locations = reader.declarations.map(file => ({
    file,
    location: reader.locationOf(file).replaceAll('\\', '/'),
  }));
  const files = new Map<string, BaselineFile[]>(
    locations
      .filter(({ location }) => location.endsWith(`/${BASELINE_FILE}`))
      .map(({ location }) => [
        location.slice(0, -BASELINE_FILE.length - 1),
        [],
      ]),
  );
  const problems: string[] = [];
  for (const { file, location } of locations) {
    const folder = innermost([...files.keys()], location);
    if (folder !== undefined) {
      signal?.throwIfAborted();
      try {
        files.get(folder)!.push({
          path: location.slice(folder.length + 1),
          content: await reader.read(file, MAXIMUM_DECLARATION),
        });
      } catch (error) {
        signal?.throwIfAborted();
        problems.push(`${location}: ${reasonOf(error)}`);
      }
    }
  }
  return { files, problems };
}

function innermost(folders: string[], location: string): string | undefined {
  return folders
    .filter(folder => location.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function reasonOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
