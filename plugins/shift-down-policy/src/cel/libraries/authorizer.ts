/**
 * Kubernetes' authorizer library. Who may do what is never known here: `authorizer` is an
 * unknown value, so that none of these is ever called; they are declared to be compiled.
 */
import { Unknown } from '../failures';
import { method } from '../overloads';
import type { CelValue } from '../values';

const AUTHORIZER = 'kubernetes.authorization.Authorizer';
const PATH = 'kubernetes.authorization.PathCheck';
const GROUP = 'kubernetes.authorization.GroupCheck';
const RESOURCE = 'kubernetes.authorization.ResourceCheck';
const DECISION = 'kubernetes.authorization.Decision';

function unknown(): CelValue {
  throw new Unknown('what the authorizer says is not known here');
}

export const authorizer = [
  ...[
    `path(${AUTHORIZER}, string): ${PATH}`,
    `group(${AUTHORIZER}, string): ${GROUP}`,
    `serviceAccount(${AUTHORIZER}, string, string): ${AUTHORIZER}`,
    `check(${PATH}, string): ${DECISION}`,
    `resource(${GROUP}, string): ${RESOURCE}`,
    `subresource(${RESOURCE}, string): ${RESOURCE}`,
    `namespace(${RESOURCE}, string): ${RESOURCE}`,
    `name(${RESOURCE}, string): ${RESOURCE}`,
    `check(${RESOURCE}, string): ${DECISION}`,
    `errored(${DECISION}): bool`,
    `error(${DECISION}): string`,
    `allowed(${DECISION}): bool`,
    `reason(${DECISION}): string`,
  ].map(signature => method(signature, unknown, { since: 27 })),
  ...['fieldSelector', 'labelSelector'].map(name =>
    method(`${name}(${RESOURCE}, string): ${RESOURCE}`, unknown, { since: 31 }),
  ),
];
