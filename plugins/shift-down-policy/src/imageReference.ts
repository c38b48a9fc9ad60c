/** Image references taken apart the way container runtimes do. */

/** The parts of an image reference. @public */
export interface ImageReference {
  /** Registry and path, with Docker Hub's defaults spelt out. */
  repository: string;
  tag?: string;
  /** `sha256:…` */
  digest?: string;
}

const DEFAULT_REGISTRY = 'docker.io';
const DOCKER_HUB_ALIASES = new Set(['index.docker.io', 'registry-1.docker.io']);

/**
 * Reads `[registry[:port]/]path[:tag][@digest]`; `nginx` means
 * `docker.io/library/nginx`. Takes any text: what is no reference comes back as a
 * repository, for it is still what somebody wrote.
 * @see https://github.com/distribution/reference
 * @public
 */
export function parseImageReference(reference: string): ImageReference {
  // Pod status prefixes image ids with the runtime's scheme.
  const bare = reference.trim().replace(/^[a-z-]{1,32}:\/\//, '');

  const at = bare.indexOf('@');
  const digest = at >= 0 ? bare.slice(at + 1) || undefined : undefined;
  const named = at >= 0 ? bare.slice(0, at) : bare;

  // A colon before the last slash belongs to the registry's port.
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? named.slice(colon + 1) || undefined : undefined;
  const path = hasTag ? named.slice(0, colon) : named;

  return {
    repository: withRegistry(path),
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

function withRegistry(path: string): string {
  const slash = path.indexOf('/');
  const first = slash >= 0 ? path.slice(0, slash) : '';
  const isRegistry =
    /[.:]/.test(first) ||
    first === 'localhost' ||
    first !== first.toLowerCase();

  const registry = isRegistry ? first.toLowerCase() : DEFAULT_REGISTRY;
  const rest = isRegistry ? path.slice(slash + 1) : path;
  const onDockerHub =
    registry === DEFAULT_REGISTRY || DOCKER_HUB_ALIASES.has(registry);
  if (!onDockerHub) {
    return `${registry}/${rest}`;
  }
  return rest.includes('/') || rest === ''
    ? `${DEFAULT_REGISTRY}/${rest}`
    : `${DEFAULT_REGISTRY}/library/${rest}`;
}
