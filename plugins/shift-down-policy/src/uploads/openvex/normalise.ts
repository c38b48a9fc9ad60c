import { redact } from '../../redact';
import { imageSubject, referenceOfPurl } from '../imageSubject';
import type { ParsedUpload, UploadSubject } from '../types';
import type { OpenvexDocument } from './schema';

/** @internal */
export function normaliseOpenvex(document: OpenvexDocument): ParsedUpload {
  const { author, last_updated, statements, timestamp, tooling } = document;
  const observedAt = last_updated ?? timestamp;
  return {
    format: 'openvex',
    tool: { name: redact(tooling || 'OpenVEX'), version: '' },
    ...(observedAt && { observedAt }),
    subject: subjectOf(document),
    isScan: false,
    vulnerabilities: [],
    os: '',
    osEndOfLife: false,
    vex: { author: redact(author), statements: statements.length },
    ignored: [],
  };
}

/** The images that its products are, by their package URLs. */
function subjectOf({ statements }: OpenvexDocument): UploadSubject {
  const references = new Set(
    statements.flatMap(({ products }) =>
      products.flatMap(
        product =>
          referenceOfPurl(product.identifiers?.purl ?? product['@id']) ?? [],
      ),
    ),
  );
  return imageSubject([...references], [...references]);
}
