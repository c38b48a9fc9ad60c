/** Reads VEX documents: OpenVEX, and CycloneDX with analyses. */
import { z } from 'zod';
import type { VexParse } from '../types';
import { parseCyclonedxVex } from './cyclonedx';
import { parseOpenvex } from './openvex';

const formatSchema = z.object({
  '@context': z.string().optional().catch(undefined),
  bomFormat: z.string().optional().catch(undefined),
});

/** @public */
export interface ParseVexOptions {
  /**
   * What statements are about that name no product: the digest or the reference of the
   * image that the document is attached to.
   */
  subject?: string;
}

/**
 * Reads a VEX document. Statements that can't be understood are left out and named among
 * the problems; the others hold.
 * @see https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
 * @see https://cyclonedx.org/capabilities/vex/
 * @public
 */
export function parseVex(
  text: string,
  options: ParseVexOptions = {},
): VexParse {
  const json = parseJson(text);
  const format = formatSchema.safeParse(json);
  if (!format.success) {
    return nothing('It is not a JSON object');
  }
  const { bomFormat, '@context': context } = format.data;
  if (context?.startsWith('https://openvex.dev/ns')) {
    return parseOpenvex(json, options);
  }
  return bomFormat === 'CycloneDX'
    ? parseCyclonedxVex(json, options)
    : nothing('It is neither OpenVEX nor CycloneDX');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nothing(problem: string): VexParse {
  return { author: '', statements: [], problems: [problem] };
}
