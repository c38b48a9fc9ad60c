/** Manifests as YAML that every reader of Kubernetes takes for the same object. */
import { Document, visit } from 'yaml';
import type { BaselineManifest } from '../types';

/** What readers of YAML 1.1 and of YAML 1.2 both take for a text. */
const PLAIN = /^[A-Za-z][\w./-]*( [\w./-]+)*$/;
/** Lines that a block keeps as they are. */
const LINES = /^(?! )(?=.*\n)(?!.*[ ]\n)[ -~\n]*[!-~]\n?$/s;
/** Words that some reader takes for something else. */
const RESERVED = /^(y|n|yes|no|on|off|true|false|null|nan|inf|e[\d._+-]+)$/i;

/**
 * YAML of an object, its fields in the order that they have. Texts that YAML 1.1, which
 * kubectl reads, would take for a number or a truth are quoted.
 * @public
 */
export function manifestYaml(manifest: BaselineManifest): string {
  const document = new Document(manifest, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      const { value } = node;
      if (typeof value === 'string' && LINES.test(value)) {
        node.type = 'BLOCK_LITERAL';
      } else if (
        typeof value === 'string' &&
        (!PLAIN.test(value) || RESERVED.test(value))
      ) {
        node.type = 'QUOTE_DOUBLE';
      }
    },
  });
  return document.toString({ lineWidth: 0 });
}
