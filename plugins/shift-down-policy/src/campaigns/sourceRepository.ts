/** Which repository an entity is built from, as far as that is more than a claim. */

/** Where an entity's source is. @public */
export interface SourceRepository {
  /** Without `.git`, and without what lies below the repository. */
  url: string;
  /** Folder of the entity in it; empty for all of it. */
  folder: string;
}

/** Where the entity says that its source is. @public */
export const ANNOTATION_SOURCE_LOCATION = 'backstage.io/source-location';
/** Where the catalog itself has read the entity, which no entity can say. @public */
export const ANNOTATION_MANAGED_BY_LOCATION =
  'backstage.io/managed-by-location';

/**
 * Finds the repository by the annotations of the catalog.
 *
 * @remarks
 * An entity's file can name any repository, and would learn what it is built on. So with
 * `confirmed` a file in a repository speaks of that repository alone; one that the platform
 * has on its own disk may name any. With `annotations` all are believed.
 * @public
 */
export function sourceRepositoryOf(
  annotations: Readonly<Record<string, string>>,
  trust: 'confirmed' | 'annotations',
): SourceRepository | { problem: string } {
  const managed = readLocation(annotations[ANNOTATION_MANAGED_BY_LOCATION]);
  const said = readLocation(annotations[ANNOTATION_SOURCE_LOCATION]);
  if (trust === 'confirmed' && managed && said && said.url !== managed.url) {
    return {
      problem: `The entity says that its source is in ${said.url}, but its own file comes from ${managed.url}`,
    };
  }
  return (
    said ??
    managed ?? {
      problem: `The entity does not say where its source is. Add the annotation ${ANNOTATION_SOURCE_LOCATION}`,
    }
  );
}

/** Paths of hosts between a repository and what is in it, with the branch. */
const BELOW = [
  /^(?<repository>.+?)\/-\/(?:tree|blob|raw|edit)\/[^/]+(?<path>\/.*)?$/,
  /^(?<repository>\/[^/]+\/[^/]+)\/(?:tree|blob|raw|edit)\/[^/]+(?<path>\/.*)?$/,
  /^(?<repository>\/[^/]+\/[^/]+)\/(?:src|raw)\/(?:branch|tag|commit)\/[^/]+(?<path>\/.*)?$/,
];

function readLocation(
  location: string | undefined,
): SourceRepository | undefined {
  const text = /^url:(?<url>https?:\/\/.+)$/.exec(location ?? '')?.groups?.url;
  if (!text || !URL.canParse(text)) {
    return undefined;
  }
  const { origin, pathname } = new URL(text);
  for (const pattern of BELOW) {
    const { repository, path = '' } = pattern.exec(pathname)?.groups ?? {};
    if (repository !== undefined) {
      return { url: origin + withoutGit(repository), folder: folderOf(path) };
    }
  }
  return { url: origin + withoutGit(pathname), folder: '' };
}

function withoutGit(path: string): string {
  return path.replace(/\/+$/, '').replace(/\.git$/, '');
}

/** The location of a file speaks for the folder that it lies in. */
function folderOf(path: string): string {
  const parts = decodeURIComponent(path).split('/').filter(Boolean);
  if (!path.endsWith('/') && /\.[a-z]+$/i.test(parts.at(-1) ?? '')) {
    parts.pop();
  }
  return parts.join('/');
}
