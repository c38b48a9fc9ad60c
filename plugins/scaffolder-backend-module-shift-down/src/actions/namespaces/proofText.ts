/** What dry runs showed, for people, and whether that is enough. */
import type { NamespaceProofs } from '@shift-down/plugin-shift-down-common/client';

const OUTCOMES: Record<NamespaceProofs['items'][number]['outcome'], string> = {
  proved: 'Proved',
  failed: '**Failed**',
  'not-proved': 'Could not prove',
};

/** Markdown; who asked goes with it. */
export function proofText(proofs: NamespaceProofs): string {
  const { access, askedAs, declared, groups, items } = proofs;
  return [
    askedAs === undefined
      ? 'Nobody may ask this cluster in dry runs.'
      : `Asked in dry runs as \`${askedAs}\`.`,
    bullets(
      items.map(
        ({ title, outcome, reason }) =>
          `${OUTCOMES[outcome]}: ${title}. ${reason}`,
      ),
    ),
    ...(access.length > 0
      ? [
          `What ${groups?.join(', ') || 'the team'} may do there:`,
          bullets(
            access.map(
              ({ title, expected, outcome, reason }) =>
                `${title}: ${outcome}${
                  isAsExpected({ expected, outcome }) ? '' : ', unlike expected'
                }${reason ? ` (${reason})` : ''}`,
            ),
          ),
        ]
      : []),
    ...(declared.length > 0
      ? ['Declared, not proved:', bullets(declared)]
      : []),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Titles of all that was not shown to be as it should. */
export function notProved({ access, items }: NamespaceProofs): string[] {
  return [
    ...items
      .filter(({ outcome }) => outcome !== 'proved')
      .map(({ title, outcome, reason }) =>
        outcome === 'failed'
          ? `${title}: failed. ${reason}`
          : `${title}: could not prove. ${reason}`,
      ),
    ...access
      .filter(it => !isAsExpected(it))
      .map(({ title, outcome }) => `${title}: ${outcome}`),
  ];
}

type Answer = Pick<NamespaceProofs['access'][number], 'expected' | 'outcome'>;

function isAsExpected({ expected, outcome }: Answer): boolean {
  return outcome === (expected ? 'allowed' : 'denied');
}

function bullets(lines: readonly string[]): string {
  return lines.map(it => `- ${it}`).join('\n');
}
