/** Admission policies over all objects, each as the API server would be asked to create it. */
import {
  evaluateAdmissionPolicies,
  isAdmissionInput,
  policyNames,
  prepareAdmissionInput,
  type AdmissionPolicySet,
  type JsonObject,
  type KubernetesObject,
  type Verdict,
} from '@shift-down/plugin-shift-down-policy';
import type { Manifest } from '../input/types';
import { podOf, type ControlledPod } from './podOf';
import { namespaceOf, resourceOf } from './resourceOf';
import { Surroundings } from './Surroundings';
import type { ReportBuilder } from '../report/ReportBuilder';

export interface AdmissionOptions {
  policies: AdmissionPolicySet;
  /** For objects that name none. */
  defaultNamespace: string;
  /** Of Kubernetes; the newest known when not given. */
  minorVersion?: number;
  /** Definitions of custom resources, beside those among the manifests. */
  definitions: readonly JsonObject[];
  /** As the platform or the cluster has them. */
  namespaces: readonly Manifest[];
}

export function checkAdmission(
  manifests: readonly Manifest[],
  options: AdmissionOptions,
  report: ReportBuilder,
): void {
  const { policies, defaultNamespace, minorVersion } = options;
  const surroundings = new Surroundings(
    manifests,
    options.namespaces,
    defaultNamespace,
  );
  report.assume(
    minorVersion
      ? `an API server of Kubernetes 1.${minorVersion}`
      : 'an API server of the newest Kubernetes known here',
  );
  report.assume('each object is created, by a user whom nobody knows');
  const names = policyNames(policies);
  for (const manifest of manifests) {
    const { object, file } = manifest;
    const resource = resourceOf(manifest, defaultNamespace);
    const ask = (asked: KubernetesObject) => {
      const { known, told } = surroundings.of(
        asked,
        namespaceOf(asked, defaultNamespace),
      );
      const input = prepareAdmissionInput(asked, {
        ...known,
        minorVersion,
        namespace: defaultNamespace,
        definitions: [...options.definitions, ...surroundings.definitions],
      });
      return { input, told: [...(manifest.withheld ?? []), ...told] };
    };
    const { input, told } = ask(object);
    if (!isAdmissionInput(input)) {
      const place = { file, ...manifest.locate(input.field) };
      if ('refused' in input) {
        report.couldNotEvaluate({
          ...place,
          message: `${resource.resource} is refused by any API server: ${input.refused}`,
        });
      } else {
        report.didNotEvaluate({
          ...place,
          resource: resource.resource,
          reason: input.unsupported,
        });
      }
      continue;
    }
    const judging = new Set<string>();
    for (const verdict of evaluateAdmissionPolicies(input, policies)) {
      if (verdict.result !== 'not-applicable') {
        judging.add(verdict.policy);
      }
      report.add({
        verdict,
        resource,
        locate: violation => manifest.locate(violation?.field ?? []),
        assumptions: [...input.assumptions, ...told],
      });
    }
    // Policies on Pods alone let the controller in, and refuse what it asks for later.
    const others = names.filter(name => !judging.has(name));
    const controlled = others.length > 0 ? podOf(object) : undefined;
    const later = controlled && ask(controlled.pod);
    if (!controlled || !later || !isAdmissionInput(later.input)) {
      continue;
    }
    const assumptions = [
      `its Pods are as ${object.kind} ${resource.name} says`,
      ...later.input.assumptions,
      ...later.told,
    ];
    for (const verdict of evaluateAdmissionPolicies(later.input, policies, {
      policies: others,
    })) {
      report.add({
        verdict: asAdvice(verdict, controlled),
        resource,
        locate: violation => manifest.locate(violation?.field ?? []),
        assumptions,
      });
    }
  }
}

/** Nobody refuses the controller, but its Pods; and its fields are to be changed. */
function asAdvice(verdict: Verdict, { fieldOf }: ControlledPod): Verdict {
  return {
    ...verdict,
    effect: verdict.effect === 'deny' ? 'advice' : verdict.effect,
    violations: verdict.violations.map(violation => ({
      ...violation,
      field: fieldOf(violation.field),
    })),
  };
}
