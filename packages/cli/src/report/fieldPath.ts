/** Paths of fields as people write them. */
import type { FieldPath } from '@shift-down/plugin-shift-down-policy';

/** `spec.containers[0].image`; a name that is no word stands in brackets. */
export function fieldInWords(path: FieldPath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') {
        return `[${part}]`;
      }
      return /^[A-Za-z_][\w-]*$/.test(part)
        ? `${index > 0 ? '.' : ''}${part}`
        : `[${JSON.stringify(part)}]`;
    })
    .join('');
}
