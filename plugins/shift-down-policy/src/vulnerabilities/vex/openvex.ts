/** OpenVEX 0.2, and what tools write in its name. */
import { z } from 'zod';
import type { VexParse, VexProduct, VexStatement } from '../types';
import { advisoryId, freeText, identifier, listOf, moment } from './fields';
import type { ParseVexOptions } from './parseVex';

const partSchema = z.union([
  z.string().transform(id => ({ '@id': id, identifiers: undefined })),
  z.object({
    '@id': identifier,
    identifiers: z.object({ purl: identifier }).optional().catch(undefined),
  }),
]);

const productSchema = z.union([
  z.string().transform(id => ({
    '@id': id,
    identifiers: undefined,
    hashes: {},
    subcomponents: [],
  })),
  z.object({
    '@id': identifier,
    identifiers: z.object({ purl: identifier }).optional().catch(undefined),
    hashes: z.record(z.string(), z.string()).catch({}),
    // A part that can't be read must not make the statement one about the whole.
    subcomponents: z.array(partSchema).default([]),
  }),
]);

/** A tool may write its `@id` alone, or a mere name. */
const vulnerabilitySchema = z.union([
  z.string().transform(name => ({ name, '@id': undefined, aliases: [] })),
  z.object({
    name: identifier,
    '@id': identifier,
    aliases: listOf(z.string().min(1).max(200)),
  }),
]);

const statementSchema = z.object({
  vulnerability: vulnerabilitySchema,
  products: z.array(productSchema).default([]),
  status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
  justification: freeText,
  impact_statement: freeText,
  action_statement: freeText,
  timestamp: moment,
  last_updated: moment,
});

const documentSchema = z.object({
  author: z.string().max(1024).catch(''),
  timestamp: moment,
  statements: z.array(z.unknown()),
});

export function parseOpenvex(
  json: unknown,
  options: ParseVexOptions,
): VexParse {
  const parsed = documentSchema.safeParse(json);
  if (!parsed.success) {
    return {
      author: '',
      statements: [],
      problems: ['It has no list of statements'],
    };
  }
  const { author, timestamp } = parsed.data;
  const statements: VexStatement[] = [];
  const problems: string[] = [];
  parsed.data.statements.forEach((item, position) => {
    const result = readStatement(item, { author, timestamp, ...options });
    if (typeof result === 'string') {
      problems.push(`Statement ${position + 1} ${result}`);
    } else {
      statements.push(result);
    }
  });
  return { author, statements, problems };
}

function readStatement(
  item: unknown,
  document: { author: string; timestamp?: string } & ParseVexOptions,
): VexStatement | string {
  const parsed = statementSchema.safeParse(item);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `can't be read at ${issue.path.join('.') || 'its top'}`;
  }
  const { vulnerability, status, justification, ...rest } = parsed.data;
  const [advisory, ...aliases] = advisoriesOf(vulnerability);
  if (!advisory) {
    return 'names no vulnerability';
  }
  const statedAt = rest.last_updated ?? rest.timestamp ?? document.timestamp;
  if (!statedAt) {
    return 'has no time, so that nobody can tell whether it is the latest';
  }
  const products = rest.products.map(toProduct);
  const unread = products.find(
    ({ id, hashes, subcomponents }) =>
      (!id && hashes.length === 0) || subcomponents.includes(''),
  );
  if (unread) {
    return 'names a product or a part of one by nothing that is understood';
  }
  if (products.length === 0 && !document.subject) {
    return 'names no product';
  }
  return {
    advisory,
    aliases,
    products: products.length
      ? products
      : [{ id: document.subject ?? '', hashes: [], subcomponents: [] }],
    status,
    ...(justification && { justification }),
    ...(rest.impact_statement && { impact: rest.impact_statement }),
    ...(rest.action_statement && { action: rest.action_statement }),
    statedAt,
    author: document.author,
  };
}

/** The name, what the `@id` ends with, and the aliases. */
function advisoriesOf(
  vulnerability: z.infer<typeof vulnerabilitySchema>,
): string[] {
  const id = vulnerability['@id']?.split(/[/#]/).filter(Boolean).at(-1);
  const all = [vulnerability.name, id, ...vulnerability.aliases];
  return [...new Set(all.flatMap(it => (it ? advisoryId(it) : [])))];
}

function toProduct(product: z.infer<typeof productSchema>): VexProduct {
  return {
    id: product.identifiers?.purl ?? product['@id'] ?? '',
    hashes: Object.entries(product.hashes).flatMap(([algorithm, value]) =>
      /^sha-?256$/i.test(algorithm) ? `sha256:${value.toLowerCase()}` : [],
    ),
    subcomponents: product.subcomponents.map(
      part => part.identifiers?.purl ?? part['@id'] ?? '',
    ),
  };
}
