import type { Made } from '../images/content';

/**
 * Puts something and all that it needs into a repository.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
 * @param registryUrl - such as `http://127.0.0.1:5000`
 * @param tags - further names of the topmost; by its digest it is there anyhow
 */
export async function push(
  registryUrl: string,
  repository: string,
  made: Made,
  ...tags: string[]
): Promise<void> {
  const base = `${registryUrl}/v2/${repository}`;
  for (const child of made.children) {
    await push(registryUrl, repository, child);
  }
  for (const { digest, content } of made.blobs) {
    await pushBlob(registryUrl, base, digest, content);
  }
  for (const reference of [made.descriptor.digest, ...tags]) {
    await request(`${base}/manifests/${reference}`, {
      method: 'PUT',
      headers: { 'content-type': made.descriptor.mediaType },
      body: new Uint8Array(made.content),
    });
  }
}

async function pushBlob(
  registryUrl: string,
  base: string,
  digest: string,
  content: Buffer,
): Promise<void> {
  const there = await fetch(`${base}/blobs/${digest}`, { method: 'HEAD' });
  if (there.ok) {
    return;
  }
  const started = await request(`${base}/blobs/uploads/`, { method: 'POST' });
  const target = new URL(started.headers.get('location') ?? '', registryUrl);
  target.searchParams.set('digest', digest);
  await request(target.href, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(content),
  });
}

async function request(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (!response.ok) {
    throw new Error(
      `${init.method} ${url} was answered with ${response.status}: ${(
        await response.text()
      ).slice(0, 500)}`,
    );
  }
  return response;
}
