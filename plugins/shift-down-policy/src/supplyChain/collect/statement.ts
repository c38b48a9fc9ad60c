/** In-toto statements: what somebody says of artifacts, named by their digests. */
import { z } from 'zod';

const statementSchema = z.object({
  _type: z.string().startsWith('https://in-toto.io/Statement/'),
  subject: z
    .array(
      z.object({
        digest: z.record(z.string(), z.string()),
      }),
    )
    .min(1),
  predicateType: z.string().min(1),
  predicate: z.unknown(),
});

export interface Statement {
  /** `sha256:…` of every subject that has one. */
  digests: string[];
  predicateType: string;
  predicate: unknown;
}

/**
 * @throws Error if it is none
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export function parseStatement(text: string): Statement {
  const { success, data, error } = statementSchema.safeParse(JSON.parse(text));
  if (!success) {
    const { path, message } = error.issues[0];
    throw new Error(`no in-toto statement: ${path.join('.')}: ${message}`);
  }
  return {
    digests: data.subject.flatMap(({ digest }) =>
      Object.hasOwn(digest, 'sha256') ? [`sha256:${digest.sha256}`] : [],
    ),
    predicateType: data.predicateType,
    predicate: data.predicate,
  };
}
