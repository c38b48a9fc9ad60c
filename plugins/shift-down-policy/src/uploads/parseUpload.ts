/** Reads what a pipeline uploads, in whichever of the known formats it is. */
import { InputError } from '@backstage/errors';
import type { z } from 'zod';
import { cyclonedxSchema } from './cyclonedx/schema';
import { normaliseCyclonedx } from './cyclonedx/normalise';
import { grypeSchema } from './grype/schema';
import { normaliseGrype } from './grype/normalise';
import { openvexSchema } from './openvex/schema';
import { normaliseOpenvex } from './openvex/normalise';
import { sarifSchema } from './sarif/schema';
import { normaliseSarif } from './sarif/normalise';
import { trivySchema } from './trivy/schema';
import { normaliseTrivy } from './trivy/normalise';
import type { ParsedUpload, UploadFormat } from './types';

interface Reader {
  /** Whether a document is in this format, by what no other format has. */
  matches(document: Record<string, unknown>): boolean;
  /** @throws InputError that names the path. */
  read(document: unknown): ParsedUpload;
}

const READERS: Record<UploadFormat, Reader> = {
  trivy: {
    matches: it => 'SchemaVersion' in it && 'ArtifactName' in it,
    read: reader('Trivy', trivySchema, normaliseTrivy),
  },
  grype: {
    matches: it => Array.isArray(it.matches) && 'descriptor' in it,
    read: reader('Grype', grypeSchema, normaliseGrype),
  },
  sarif: {
    matches: it => Array.isArray(it.runs) && 'version' in it,
    read: reader('SARIF', sarifSchema, normaliseSarif),
  },
  cyclonedx: {
    matches: it => it.bomFormat === 'CycloneDX',
    read: reader('CycloneDX', cyclonedxSchema, normaliseCyclonedx),
  },
  openvex: {
    matches: it => String(it['@context']).startsWith('https://openvex.dev/ns'),
    read: reader('OpenVEX', openvexSchema, normaliseOpenvex),
  },
};

/**
 * Tells the format of a document from its own marks; `undefined` if it is none of those
 * that are read.
 * @public
 */
export function detectFormat(document: unknown): UploadFormat | undefined {
  if (typeof document !== 'object' || document === null) {
    return undefined;
  }
  const fields = document as Record<string, unknown>;
  return (Object.keys(READERS) as UploadFormat[]).find(format =>
    READERS[format].matches(fields),
  );
}

/**
 * Reads a document, parsed from JSON. Free text in what it returns is redacted.
 *
 * @throws InputError if it is not in that format: the message names the path.
 * @public
 */
export function parseUpload(
  format: UploadFormat,
  document: unknown,
): ParsedUpload {
  return READERS[format].read(document);
}

function reader<T>(
  name: string,
  schema: z.ZodType<T>,
  normalise: (document: T) => ParsedUpload,
) {
  return (document: unknown): ParsedUpload => {
    const parsed = schema.safeParse(document);
    if (!parsed.success) {
      const [{ message, path }] = parsed.error.issues;
      const place = path.length > 0 ? `at ${path.join('.')}` : 'at its root';
      throw new InputError(`This is not ${name} JSON: ${place}: ${message}`);
    }
    return normalise(parsed.data);
  };
}
