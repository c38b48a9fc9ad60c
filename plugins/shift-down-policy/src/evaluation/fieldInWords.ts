import type { FieldPath } from './kubernetesObject';

/**
 * `spec.containers[0].image`; a name that is none of a field's stands in brackets.
 * @internal
 */
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
