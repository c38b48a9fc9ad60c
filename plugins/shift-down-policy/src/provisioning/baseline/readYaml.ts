/** YAML as baselines are written in: one document of plain data. */
import { isScalar, parseAllDocuments, visit, type Document } from 'yaml';
import type { JsonValue } from '../../evaluation';

/** Never throws: what is wrong is told. */
export function readYaml(
  content: string,
): { value: JsonValue } | { fault: string } {
  const parsed = parseAllDocuments(content);
  const documents: Document[] = Array.isArray(parsed) ? parsed : [];
  if (documents.length !== 1) {
    return {
      fault: `holds ${documents.length} YAML documents; write one object a file`,
    };
  }
  const [document] = documents;
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) {
    return { fault: `is no YAML: ${problem.message.split('\n', 1)[0]}` };
  }
  const fault = faultIn(document);
  return fault ? { fault } : { value: document.toJS() as JsonValue };
}

/** What YAML can say and the Kubernetes API can't, or a reader would not see. */
function faultIn(document: Document): string | undefined {
  let fault: string | undefined;
  visit(document, {
    Alias() {
      fault = 'uses an alias; write it out';
      return visit.BREAK;
    },
    Scalar(_, { value }) {
      if (typeof value === 'number' && !Number.isFinite(value)) {
        fault = 'holds a number that JSON has none for';
        return visit.BREAK;
      }
      return undefined;
    },
    Pair(_, { key }) {
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) {
        fault = 'has a key that is no text';
      } else if (name.includes('${')) {
        fault = `has a placeholder in the key '${name}'; only values can hold them`;
      } else if (name === '__proto__') {
        fault = `has a key '${name}'`;
      } else if (name === '<<') {
        fault = 'merges by the key <<; write it out';
      }
      return fault ? visit.BREAK : undefined;
    },
  });
  return fault;
}
