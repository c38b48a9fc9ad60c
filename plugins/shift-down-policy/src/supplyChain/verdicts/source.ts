/** Names of source repositories. */

/**
 * One spelling for a repository: without `git+`, revision, `.git` and a trailing slash,
 * the host in small letters.
 */
export function normaliseSource(uri: string): string {
  const [, scheme = '', host = '', rest = ''] =
    /^(?:git\+)?([a-z][a-z0-9+.-]*:\/\/)?([^/]*)(.*)$/is.exec(uri) ?? [];
  const path = rest
    .replace(/[#@?].*$/s, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return `${scheme.toLowerCase() || 'https://'}${host.toLowerCase()}${path}`;
}

/** Of a commit, however it is named. */
export function revisionOf(digest: Record<string, string>): string | undefined {
  const name = ['gitCommit', 'sha1', 'commit'].find(key =>
    Object.hasOwn(digest, key),
  );
  return name && digest[name];
}
