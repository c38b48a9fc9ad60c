import { createHash } from 'crypto';
import type { RenderedObject } from '../types';
import { canonical } from './canonical';

/**
 * SHA-256, in hex, of all that we write: the order of fields does not matter.
 * @public
 */
export function manifestHash(manifest: RenderedObject): string {
  return createHash('sha256').update(canonical(manifest)).digest('hex');
}
