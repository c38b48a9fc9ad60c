export const OPENVEX_PREDICATE = 'https://openvex.dev/ns/v0.2.0';

export interface VexStatement {
  vulnerability: string;
  status: 'not_affected' | 'affected' | 'fixed' | 'under_investigation';
  justification?: string;
  impact?: string;
  /** Package URL of the image, with the packages in it that are meant. */
  products: { id: string; subcomponents?: string[] }[];
}

/** @see https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md */
export function openVex(
  author: string,
  statements: VexStatement[],
  options: { timestamp?: string; version?: number } = {},
): object {
  return {
    '@context': OPENVEX_PREDICATE,
    '@id': 'https://example.org/vex/1',
    author,
    timestamp: options.timestamp ?? '2026-01-01T00:00:00Z',
    version: options.version ?? 1,
    statements: statements.map(it => ({
      vulnerability: { name: it.vulnerability },
      products: it.products.map(product => ({
        '@id': product.id,
        subcomponents: product.subcomponents?.map(id => ({ '@id': id })),
      })),
      status: it.status,
      justification: it.justification,
      impact_statement: it.impact,
    })),
  };
}
