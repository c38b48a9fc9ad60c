/** Which exported exception lies over a finding. */
import {
  OTHER_POLICIES_CONTROL_ID,
  type Engine,
  type ObjectReference,
} from '@shift-down/plugin-shift-down-common';
import type { ExportedException } from './schema';

/** What is asked about: one finding of a pipeline. @public */
export interface ExemptionQuery {
  /** Control of the catalogue that the finding counts towards. */
  control: string;
  engine: Engine;
  policy: string;
  rule: string;
  /** UID or name of the cluster that it is for; empty where nobody says. */
  cluster: string;
  subject: ObjectReference;
  /** Container, or empty for the whole subject. */
  component: string;
}

/**
 * The exception that is active over a finding: the one that lasts longest where there are
 * several. Names are compared in full. An exception for one cluster holds only where the
 * cluster is known, one for a container only over findings of that container.
 * @public
 */
export function exceptionFor(
  exceptions: readonly ExportedException[],
  query: ExemptionQuery,
  now: Date,
): ExportedException | undefined {
  const at = now.getTime();
  return exceptions
    .filter(
      exception =>
        Date.parse(exception.from) <= at &&
        at < Date.parse(exception.until) &&
        expects(exception.expectation, query) &&
        isAbout(exception.subject, query),
    )
    .reduce<ExportedException | undefined>(
      (longest, exception) =>
        longest && Date.parse(longest.until) >= Date.parse(exception.until)
          ? longest
          : exception,
      undefined,
    );
}

function expects(
  expectation: ExportedException['expectation'],
  query: ExemptionQuery,
): boolean {
  if ('control' in expectation) {
    // It takes whatever no other control covers: nobody can approve that.
    return (
      expectation.control === query.control &&
      query.control !== OTHER_POLICIES_CONTROL_ID
    );
  }
  return (
    expectation.engine === query.engine &&
    expectation.policy === query.policy &&
    (expectation.rule === undefined || expectation.rule === query.rule)
  );
}

function isAbout(
  { cluster, namespace, kind, name, container }: ExportedException['subject'],
  { subject, component, ...query }: ExemptionQuery,
): boolean {
  return (
    namespace === subject.namespace &&
    kind === subject.kind &&
    name === subject.name &&
    (cluster === undefined || cluster === query.cluster) &&
    (container === undefined || container === component)
  );
}
