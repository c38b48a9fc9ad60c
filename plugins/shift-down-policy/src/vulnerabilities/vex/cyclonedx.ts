/** CycloneDX with analyses of vulnerabilities, in OpenVEX's words. */
import { z } from 'zod';
import type { VexParse, VexProduct, VexStatement } from '../types';
import { advisoryId, freeText, identifier, listOf, moment } from './fields';
import { isImagePackageUrl } from './imageProducts';
import type { ParseVexOptions } from './parseVex';

const STATUSES = {
  not_affected: 'not_affected',
  false_positive: 'not_affected',
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
} as const;

/** Those that say the same; of the others the words are kept as the impact. */
const JUSTIFICATIONS: Record<string, string> = {
  code_not_present: 'vulnerable_code_not_present',
  code_not_reachable: 'vulnerable_code_not_in_execute_path',
  protected_by_compiler: 'inline_mitigations_already_exist',
  protected_at_runtime: 'inline_mitigations_already_exist',
  protected_at_perimeter: 'inline_mitigations_already_exist',
  protected_by_mitigating_control: 'inline_mitigations_already_exist',
};

const componentSchema = z.object({
  'bom-ref': identifier,
  purl: identifier,
  hashes: listOf(z.object({ alg: z.string(), content: z.string() })),
});

const vulnerabilitySchema = z.object({
  id: z.string().min(1).max(200),
  references: listOf(z.object({ id: z.string().min(1).max(200) })),
  updated: moment,
  published: moment,
  analysis: z.object({
    state: z.enum(Object.keys(STATUSES) as [keyof typeof STATUSES]),
    justification: freeText,
    detail: freeText,
    response: listOf(z.string().max(100)),
    firstIssued: moment,
    lastUpdated: moment,
  }),
  affects: z.array(
    z.object({
      ref: z.string().min(1).max(4096),
      versions: z.array(z.unknown()).default([]),
    }),
  ),
});

const documentSchema = z.object({
  metadata: z
    .object({
      timestamp: moment,
      authors: listOf(z.object({ name: identifier })),
      manufacturer: z.object({ name: identifier }).optional().catch(undefined),
      supplier: z.object({ name: identifier }).optional().catch(undefined),
      component: componentSchema.optional().catch(undefined),
    })
    .default({ authors: [] }),
  components: listOf(componentSchema),
  vulnerabilities: z.array(z.unknown()).default([]),
});

type Component = z.infer<typeof componentSchema>;

interface Context extends ParseVexOptions {
  author: string;
  timestamp?: string;
  product?: Component;
  /** Package URLs by the reference that the document gives them. */
  purls: Map<string, string>;
}

export function parseCyclonedxVex(
  json: unknown,
  options: ParseVexOptions,
): VexParse {
  const parsed = documentSchema.safeParse(json);
  if (!parsed.success) {
    return {
      author: '',
      statements: [],
      problems: ['Its list of vulnerabilities is no list'],
    };
  }
  const { metadata, components, vulnerabilities } = parsed.data;
  const author =
    metadata.authors[0]?.name ??
    metadata.manufacturer?.name ??
    metadata.supplier?.name ??
    '';
  const context: Context = {
    ...options,
    author,
    timestamp: metadata.timestamp,
    product: metadata.component,
    purls: new Map(
      components.flatMap(({ 'bom-ref': ref, purl }) =>
        ref && purl ? [[ref, purl]] : [],
      ),
    ),
  };
  const statements: VexStatement[] = [];
  const problems: string[] = [];
  vulnerabilities.forEach((item, position) => {
    const result = readVulnerability(item, context);
    if (typeof result === 'string') {
      problems.push(`Vulnerability ${position + 1} ${result}`);
    } else if (result) {
      statements.push(result);
    }
  });
  return { author, statements, problems };
}

/** Nothing where there is no analysis: a bill of materials lists vulnerabilities too. */
function readVulnerability(
  item: unknown,
  context: Context,
): VexStatement | string | undefined {
  if (!z.object({ analysis: z.unknown() }).safeParse(item).data?.analysis) {
    return undefined;
  }
  const parsed = vulnerabilitySchema.safeParse(item);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `can't be read at ${issue.path.join('.') || 'its top'}`;
  }
  const { id, analysis, affects, references, updated, published } = parsed.data;
  const status = STATUSES[analysis.state];
  if (affects.some(({ versions }) => versions.length > 0)) {
    return 'is limited to versions, which are not understood';
  }
  const products = affects.map(({ ref }) => productOf(ref, context));
  if (products.length === 0 || products.includes(undefined)) {
    return 'affects something that the document gives no package URL';
  }
  const statedAt =
    analysis.lastUpdated ??
    analysis.firstIssued ??
    updated ??
    published ??
    context.timestamp;
  if (!statedAt) {
    return 'has no time, so that nobody can tell whether it is the latest';
  }
  const justification = JUSTIFICATIONS[analysis.justification ?? ''];
  const impact = [
    analysis.state === 'false_positive' && 'False positive',
    !justification && analysis.justification?.replace(/_/g, ' '),
    analysis.detail,
  ]
    .filter(Boolean)
    .join(': ');
  return {
    advisory: advisoryId(id),
    aliases: [...new Set(references.map(it => advisoryId(it.id)))],
    products: products.filter(it => it !== undefined),
    status,
    ...(justification && { justification }),
    ...(impact && { impact }),
    ...(analysis.response.length > 0 && {
      action: analysis.response.join(', ').replace(/_/g, ' '),
    }),
    statedAt,
    author: context.author,
  };
}

/**
 * What a reference is about: the product of the document, a part of it, or a package by
 * itself. A BOM-Link ends with the reference in the document that it leads to.
 * @see https://cyclonedx.org/capabilities/bomlink/
 */
function productOf(ref: string, context: Context): VexProduct | undefined {
  const { product, purls, subject } = context;
  const local = ref.startsWith('urn:cdx:') ? fragmentOf(ref) : ref;
  const whole: VexProduct = {
    id: product?.purl ?? subject ?? '',
    hashes: (product?.hashes ?? []).flatMap(({ alg, content }) =>
      alg === 'SHA-256' ? `sha256:${content.toLowerCase()}` : [],
    ),
    subcomponents: [],
  };
  const isNamed = whole.id !== '' || whole.hashes.length > 0;
  if (product && [product['bom-ref'], product.purl].includes(local)) {
    return isNamed ? whole : undefined;
  }
  const purl = purls.get(local) ?? (local.startsWith('pkg:') ? local : '');
  if (!purl) {
    return undefined;
  }
  return isNamed && !isImagePackageUrl(purl)
    ? { ...whole, subcomponents: [purl] }
    : { id: purl, hashes: [], subcomponents: [] };
}

function fragmentOf(link: string): string {
  const fragment = link.slice(link.indexOf('#') + 1);
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
