/** What surrounds workloads: isolation, quotas, accounts, roles and services. */
import type { ObjectReference } from '@shift-down/plugin-shift-down-common';
import {
  evaluateNamespaceBaseline,
  namespaceStatesOf,
  type NamespaceBaselineOptions,
} from '@shift-down/plugin-shift-down-policy';
import type { Manifest } from '../input/types';
import type { ReportBuilder } from '../report/ReportBuilder';
import type { Resource } from '../report/types';
import { resourceOf } from './resourceOf';

export interface NamespaceOptions extends NamespaceBaselineOptions {
  /** For objects that name none. */
  defaultNamespace: string;
}

export function checkNamespaceBaseline(
  manifests: readonly Manifest[],
  { defaultNamespace, ...options }: NamespaceOptions,
  report: ReportBuilder,
): void {
  const known = manifests.map(manifest => ({
    manifest,
    resource: resourceOf(manifest, defaultNamespace),
  }));
  const find = ({ namespace, kind, name }: ObjectReference) =>
    known.find(
      ({ resource }) =>
        resource.kind === kind &&
        resource.name === name &&
        resource.namespace === namespace,
    );
  const states = namespaceStatesOf(
    manifests.map(({ object }) => object),
    { defaultNamespace },
  );
  report.assume(
    'the cluster may have more roles, policies and quotas than were given, so what is not there need not be missing',
  );
  for (const state of states) {
    for (const judgement of evaluateNamespaceBaseline(state, options)) {
      const { object, verdict, culprits } = judgement;
      const judged = find(object);
      // A namespace need not be among the manifests that are for it.
      const place =
        judged ??
        culprits.map(find).find(it => it !== undefined) ??
        known.find(({ resource }) => resource.namespace === state.name);
      report.add({
        verdict,
        resource: judged?.resource ?? unwritten(object, place?.manifest),
        locate: violation =>
          judged
            ? judged.manifest.locate(violation?.field ?? [])
            : place?.manifest.position ?? { line: 1, column: 1 },
        assumptions: [],
      });
    }
  }
}

function unwritten(
  { namespace, kind, name }: ObjectReference,
  near: Manifest | undefined,
): Resource {
  return {
    file: near?.file ?? '-',
    resource: `${kind}/${name}`,
    apiVersion: kind === 'Namespace' ? 'v1' : '',
    kind,
    namespace,
    name,
  };
}
