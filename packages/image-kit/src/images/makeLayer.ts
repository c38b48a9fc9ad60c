import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { type Blob, type Descriptor, describe, sha256 } from './content';
import { MEDIA_TYPES } from './mediaTypes';

export interface Layer {
  /** Content by path. */
  files: Record<string, string | Buffer>;
  /**
   * Bytes that the layer claims to have as stored. The layer is then described, and its
   * content is left out: nobody who reads only manifests needs it.
   */
  claimedSize?: number;
}

export interface MadeLayer {
  /** Digest of the uncompressed tar. */
  diffId: string;
  descriptor: Descriptor;
  /** Left out when the layer is only described. */
  blob?: Blob;
}

/** The same files make the same layer, whenever and by whomever. */
export async function makeLayer(layer: Layer): Promise<MadeLayer> {
  const tar = await tarOf(layer.files);
  const diffId = sha256(tar);
  if (layer.claimedSize !== undefined) {
    return {
      diffId,
      descriptor: {
        mediaType: MEDIA_TYPES.layer,
        // Compressing is not the same everywhere, and there is nothing to compress.
        digest: sha256(`compressed ${diffId}`),
        size: layer.claimedSize,
      },
    };
  }
  const content = gzipSync(tar, { level: 9 });
  const descriptor = describe(content, MEDIA_TYPES.layer);
  return { diffId, descriptor, blob: { digest: descriptor.digest, content } };
}

async function tarOf(files: Layer['files']): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files).sort(byName)) {
    archive.entry({ name, mtime: new Date(0), mode: 0o644 }, content);
  }
  archive.finalize();
  return buffer(archive);
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
