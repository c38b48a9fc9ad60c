/** What a pull request for an exception is called, says and holds. */
import type { ExceptionDeliveryConfig } from '../config';
import type { EnforcementOrder } from './types';

const FOLDER = 'exceptions';

/** One for each exception: what is decided anew updates it. @internal */
export function branchOf(exceptionId: string): string {
  return `shift-down/exception-${shortId(exceptionId)}`;
}

/** @internal */
export function pathOf(
  { cluster, plan }: EnforcementOrder,
  { path }: ExceptionDeliveryConfig,
): string {
  const folder = path ?? `${FOLDER}/${cluster}`;
  const name = plan.object?.metadata.name ?? 'exception';
  return `${folder.replace(/\/+$/, '')}/${name}.yaml`;
}

/** @internal */
export function contentOf({ plan }: EnforcementOrder): string {
  return plan.document?.text ?? '';
}

/** Names nobody, and says nothing that somebody wrote. @internal */
export function textOf(
  { exception, row }: EnforcementOrder,
  verb: 'Apply' | 'Remove',
): { title: string; commitMessage: string; body: string } {
  const title = `${verb} exception ${shortId(row.exception_id)}`;
  const until = exception.activeUntil ?? 'it is revoked';
  const body =
    verb === 'Apply'
      ? [
          `Approved for \`${exception.entityRef}\`.`,
          `It holds until ${until}; a pull request that removes it follows then.`,
        ]
      : [
          `Ended for \`${exception.entityRef}\`.`,
          'It does not hold any more: what it let through is to be refused again.',
        ];
  return {
    title,
    commitMessage: title,
    body: [...body, 'Who decided and why stands in the portal.'].join('\n\n'),
  };
}

function shortId(exceptionId: string): string {
  return exceptionId.replaceAll('-', '').slice(0, 12);
}
