/** Patterns of repositories. */
import { RE2JS } from 're2js';
import { matchWhole } from './patterns';

/**
 * Whether a normalised repository is one of these: `*` stands for any run of characters
 * but `/`, `**` for any.
 * @public
 */
export function matchesRepository(
  patterns: readonly string[],
  repository: string,
): boolean {
  return patterns.some(pattern =>
    pattern.includes('*')
      ? matchWhole(toExpression(pattern), repository) === 'whole'
      : pattern === repository,
  );
}

function toExpression(pattern: string): string {
  return pattern
    .split(/(\*\*|\*)/)
    .map(part => {
      switch (part) {
        case '**':
          return '.*';
        case '*':
          return '[^/]*';
        default:
          return RE2JS.quote(part);
      }
    })
    .join('');
}
