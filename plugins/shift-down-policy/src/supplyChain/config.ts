/** The trust that people write in config or beside a golden image, parsed. */
import { createPublicKey } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { RE2JS, RE2JSException } from 're2js';
import { z } from 'zod';
import type {
  SignerRule,
  SupplyChainRules,
  SupplyChainTrust,
  TrustedRoots,
} from './types';

const text = z.string().min(1);

const repositories = z
  .array(text)
  .nonempty()
  .describe('Normalised repositories; * is any run but /, ** is any');

const publicKeySchema = text.refine(isPublicKey, {
  message: 'is not a public key in PEM',
});

const keySignerSchema = z.strictObject({
  /** Name of one of `keys`. */
  key: text,
});

const keylessSignerSchema = z
  .strictObject({
    /** Name of one of the trusted roots. */
    root: text,
    issuer: text,
    identity: text.optional(),
    identityPattern: text
      .refine(isPattern, { message: 'is not a regular expression of RE2' })
      .optional(),
  })
  .refine(
    ({ identity, identityPattern }) =>
      (identity === undefined) !== (identityPattern === undefined),
    { message: 'needs either identity or identityPattern' },
  );

const signerSchema = z.union([keySignerSchema, keylessSignerSchema], {
  error: 'must be { key } or { root, issuer, identity or identityPattern }',
});

type SignerInput = z.infer<typeof signerSchema>;

const parameterValue = z.union([z.string(), z.number(), z.boolean()]);

/** `true` stands for any value; to ask for the value true itself: `{ equals: true }`. */
const parameterSchema = z
  .union([parameterValue, z.strictObject({ equals: parameterValue })])
  .transform(value => {
    if (value === true) {
      return { any: true as const };
    }
    return typeof value === 'object' ? value : { equals: value };
  });

const inputSchema = z.strictObject({
  keys: z.record(text, publicKeySchema).default({}),
  signatures: z
    .array(z.strictObject({ name: text, repositories, signer: signerSchema }))
    .default([]),
  provenance: z
    .array(
      z.strictObject({
        name: text,
        repositories,
        signer: signerSchema,
        builders: z
          .array(
            z.strictObject({
              id: text,
              level: z.union([z.literal(1), z.literal(2), z.literal(3)], {
                error: 'must be a SLSA Build level: 1, 2 or 3',
              }),
            }),
          )
          .nonempty(),
        sources: z.array(text).nonempty(),
        buildTypes: z.array(text).nonempty(),
        externalParameters: z.record(text, parameterSchema).default({}),
      }),
    )
    .default([]),
  verifiers: z
    .array(
      z.strictObject({
        name: text,
        repositories,
        signer: signerSchema,
        verifier: text,
      }),
    )
    .default([]),
  vexAuthors: z
    .array(
      z.strictObject({
        name: text,
        author: text,
        repositories,
        packages: z.array(text).default([]),
        proof: z.union(
          [z.literal('git'), z.strictObject({ signer: signerSchema })],
          { error: "must be 'git' or { signer }" },
        ),
      }),
    )
    .default([]),
});

type RulesInput = z.infer<typeof inputSchema>;

/**
 * Rules of trust as written in a file: signers name a key of `keys`, or a trusted root
 * that config has.
 * @public
 */
export const supplyChainRulesSchema: z.ZodType<SupplyChainRules> =
  inputSchema.transform(toRules);

const trustSchema = z
  .strictObject({
    ...inputSchema.shape,
    trustedRoots: z
      .record(
        text,
        z
          .union([text, z.record(z.string(), z.unknown())])
          .transform((value, context) => {
            const root = parseTrustedRoot(value);
            if (root === undefined) {
              context.addIssue({
                code: 'custom',
                message:
                  'is not a Sigstore TrustedRoot: give the content of trusted_root.json, such as by $file',
              });
              return z.NEVER;
            }
            return root;
          }),
      )
      .default({}),
  })
  .transform(({ trustedRoots, ...rules }, context): SupplyChainTrust => {
    const trust = { rules: toRules(rules, context), roots: trustedRoots };
    for (const name of unknownRoots(trust.rules, trustedRoots)) {
      context.addIssue({
        code: 'custom',
        message: `names the root '${name}', which trustedRoots doesn’t have`,
      });
    }
    return trust;
  });

/** Nobody is trusted with anything. @public */
export const NO_TRUST: SupplyChainTrust = {
  rules: { signatures: [], provenance: [], verifiers: [], vexAuthors: [] },
  roots: {},
};

/**
 * Reads `shiftDown.supplyChain`. Keys are PEM and trusted roots JSON, as text or already
 * parsed; the configuration's own `$file` brings them in.
 *
 * @throws InputError that names what is wrong where.
 * @public
 */
export function parseSupplyChainTrust(value: unknown): SupplyChainTrust {
  if (value === undefined) {
    return NO_TRUST;
  }
  const { success, data, error } = trustSchema.safeParse(value);
  if (success) {
    return data;
  }
  const problems = error.issues.map(({ path, message }) =>
    [['shiftDown.supplyChain', ...path].join('.'), message].join(': '),
  );
  throw new InputError(`Invalid configuration: ${problems.join('; ')}`);
}

/** Roots that rules name and nobody gave. @public */
export function unknownRoots(
  rules: SupplyChainRules,
  roots: TrustedRoots,
): string[] {
  const proofs = rules.vexAuthors.flatMap(({ proof }) =>
    proof.type === 'signature' ? [proof.signer] : [],
  );
  const signers = [
    ...[...rules.signatures, ...rules.provenance, ...rules.verifiers].map(
      ({ signer }) => signer,
    ),
    ...proofs,
  ];
  const names = signers.flatMap(signer =>
    signer.type === 'keyless' ? [signer.root] : [],
  );
  return [...new Set(names)].filter(name => !Object.hasOwn(roots, name));
}

function toRules(input: RulesInput, context: z.RefinementCtx) {
  const { keys } = input;
  const signerOf = (
    signer: SignerInput,
    ...path: (string | number)[]
  ): SignerRule => {
    if (!('key' in signer)) {
      const { root, issuer, identity, identityPattern } = signer;
      return {
        type: 'keyless',
        root,
        issuer,
        identity:
          identity !== undefined
            ? { exact: identity }
            : { pattern: identityPattern! },
      };
    }
    const publicKey = Object.hasOwn(keys, signer.key)
      ? keys[signer.key]
      : undefined;
    if (publicKey === undefined) {
      context.addIssue({
        code: 'custom',
        path: [...path, 'key'],
        message: `names '${signer.key}', which keys doesn’t have`,
      });
    }
    return { type: 'key', name: signer.key, publicKey: publicKey ?? '' };
  };
  const rules: SupplyChainRules = {
    signatures: input.signatures.map((rule, index) => ({
      ...rule,
      signer: signerOf(rule.signer, 'signatures', index, 'signer'),
    })),
    provenance: input.provenance.map((rule, index) => ({
      ...rule,
      signer: signerOf(rule.signer, 'provenance', index, 'signer'),
    })),
    verifiers: input.verifiers.map((rule, index) => ({
      ...rule,
      signer: signerOf(rule.signer, 'verifiers', index, 'signer'),
    })),
    vexAuthors: input.vexAuthors.map((rule, index) => ({
      ...rule,
      proof:
        rule.proof === 'git'
          ? { type: 'git' as const }
          : {
              type: 'signature' as const,
              signer: signerOf(
                rule.proof.signer,
                'vexAuthors',
                index,
                'proof',
                'signer',
              ),
            },
    })),
  };
  return rules;
}

const trustedRootSchema = z.looseObject({
  mediaType: z.string().startsWith('application/vnd.dev.sigstore.trustedroot'),
  certificateAuthorities: z.array(z.unknown()).min(1),
});

/** Its shape only: what is in it is read where it is used, by the verifier. */
function parseTrustedRoot(value: string | Record<string, unknown>) {
  try {
    const json: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    return trustedRootSchema.safeParse(json).success ? json : undefined;
  } catch {
    return undefined;
  }
}

function isPublicKey(pem: string): boolean {
  try {
    return (
      !pem.includes('PRIVATE KEY') && createPublicKey(pem).type === 'public'
    );
  } catch {
    return false;
  }
}

function isPattern(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch (error) {
    if (error instanceof RE2JSException) {
      return false;
    }
    throw error;
  }
}
