/** VEX documents with whom they are believed from. */
import {
  parseVex,
  trustVex,
  type AttachedVex,
  type GoldenImage,
  type SupplyChainTrust,
  type VexDocument,
} from '@shift-down/plugin-shift-down-policy';
import { createHash } from 'node:crypto';

/** Of an image, as its registry has them. @internal */
export function attachedDocuments(
  attached: readonly AttachedVex[],
  image: { repository: string; digest: string },
  { rules }: SupplyChainTrust,
): VexDocument[] {
  return attached.map(({ digest, text, verdict }) => {
    const { author, statements } = parseVex(text, { subject: image.digest });
    const document = {
      digest,
      author,
      source: 'attached' as const,
      repository: image.repository,
    };
    return {
      ...document,
      statements,
      trust: trustVex(
        document,
        rules.vexAuthors,
        verdict.state === 'verified' && verdict.by !== undefined
          ? { type: 'signature', verdicts: new Map([[verdict.by, verdict]]) }
          : { type: 'none', reason: verdict.reason },
      ),
    };
  });
}

/** Beside a golden image, reviewed with it. @internal */
export function declaredDocuments(
  image: GoldenImage,
  files: Readonly<Record<string, string>>,
  { rules }: SupplyChainTrust,
): { documents: VexDocument[]; problems: string[] } {
  const documents: VexDocument[] = [];
  const problems: string[] = [];
  for (const path of image.vex) {
    const text = files[path];
    if (text !== undefined) {
      const parsed = parseVex(text, { subject: image.repository });
      const document = {
        digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
        author: parsed.author,
        source: 'git' as const,
        repository: image.repository,
      };
      problems.push(...parsed.problems.map(it => `${path}: ${it}`));
      documents.push({
        ...document,
        statements: parsed.statements,
        trust: trustVex(document, rules.vexAuthors, { type: 'git' }),
      });
    }
  }
  return { documents, problems };
}
