/** What a bill of materials says of itself, of either format. */
import { z } from 'zod';
import { CYCLONEDX } from '../collect/roles';

export interface BillOfMaterials {
  format: 'cyclonedx' | 'spdx';
  /** ISO 8601 */
  createdAt?: string;
  /** Unset where only the document is known to be there, such as in XML. */
  packages?: number;
}

interface Component {
  components?: unknown;
}

const cycloneDxSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.object({ timestamp: z.string().optional() }).optional(),
  components: z.array(z.looseObject({})).default([]),
});

const spdx2Schema = z.object({
  spdxVersion: z.string().startsWith('SPDX-'),
  creationInfo: z.object({ created: z.string().optional() }).optional(),
  packages: z.array(z.unknown()).default([]),
});

const spdx3Schema = z.object({
  '@context': z.string().includes('spdx.org'),
  '@graph': z.array(
    z.looseObject({
      type: z.string().optional(),
      created: z.string().optional(),
    }),
  ),
});

/** Nothing if it is none. */
export function readBillOfMaterials(
  predicateType: string,
  predicate: unknown,
): BillOfMaterials | undefined {
  const document = unwrap(predicate);
  if (predicateType.startsWith(CYCLONEDX)) {
    return typeof document === 'string'
      ? { format: 'cyclonedx' }
      : readCycloneDx(document);
  }
  return typeof document === 'string'
    ? { format: 'spdx' }
    : readSpdx2(document) ?? readSpdx3(document);
}

/** Older attestations hold the document as text, or one level deeper. */
function unwrap(predicate: unknown): unknown {
  const inner =
    typeof predicate === 'object' && predicate !== null && 'Data' in predicate
      ? predicate.Data
      : predicate;
  if (typeof inner !== 'string' || !inner.trimStart().startsWith('{')) {
    return inner;
  }
  try {
    return JSON.parse(inner);
  } catch {
    return undefined;
  }
}

function readCycloneDx(document: unknown): BillOfMaterials | undefined {
  const { success, data } = cycloneDxSchema.safeParse(document);
  return success
    ? {
        format: 'cyclonedx',
        ...dated(data.metadata?.timestamp),
        packages: countComponents(data.components),
      }
    : undefined;
}

/** Components may hold components. */
function countComponents(components: Component[]): number {
  const open: Component[] = [...components];
  let count = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    count += 1;
    if (Array.isArray(next.components)) {
      for (const inner of next.components) {
        if (typeof inner === 'object' && inner !== null) {
          open.push(inner);
        }
      }
    }
  }
  return count;
}

function readSpdx2(document: unknown): BillOfMaterials | undefined {
  const { success, data } = spdx2Schema.safeParse(document);
  return success
    ? {
        format: 'spdx',
        ...dated(data.creationInfo?.created),
        packages: data.packages.length,
      }
    : undefined;
}

function readSpdx3(document: unknown): BillOfMaterials | undefined {
  const { success, data } = spdx3Schema.safeParse(document);
  return success
    ? {
        format: 'spdx',
        ...dated(
          data['@graph'].find(({ type }) => type === 'CreationInfo')?.created,
        ),
        packages: data['@graph'].filter(
          ({ type }) => type === 'software_Package',
        ).length,
      }
    : undefined;
}

function dated(text: string | undefined): { createdAt?: string } {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? {} : { createdAt: new Date(time).toISOString() };
}
