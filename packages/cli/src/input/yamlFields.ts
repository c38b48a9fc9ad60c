/** Where a field stands in a parsed YAML document. */
import type { FieldPath } from '@shift-down/plugin-shift-down-policy';
import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';

/**
 * Offset of the field's name, or of the list's item; of the nearest parent that is there
 * where it is not. What an alias or a merge key brings in is found at the alias.
 */
export function fieldOffset(root: Node | null, field: FieldPath): number {
  let node: Node | null = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of field) {
    if (isMap(node)) {
      const pair = (node.items as Pair<Node, Node | null>[]).find(
        ({ key }) => isScalar(key) && String(key.value) === String(step),
      );
      if (!pair) {
        return offset;
      }
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (!item) {
        return offset;
      }
      offset = item.range?.[0] ?? offset;
      node = item;
    } else {
      return offset;
    }
  }
  return offset;
}
