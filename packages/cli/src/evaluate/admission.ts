/** Admission policies over all objects, each as the API server would be asked to create it. */
import {
  evaluateAdmissionPolicies,
  isAdmissionInput,
  prepareAdmissionInput,
  type AdmissionInputOptions,
  type AdmissionPolicySet,
  type JsonObject,
} from '@shift-down/plugin-shift-down-policy';
import type { Manifest } from '../input/types';
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
  for (const manifest of manifests) {
    const { object, file } = manifest;
    const resource = resourceOf(manifest, defaultNamespace);
    const { known, told } = surroundings.of(
      object,
      namespaceOf(object, defaultNamespace),
    );
    const asked: AdmissionInputOptions = {
      ...known,
      minorVersion,
      namespace: defaultNamespace,
      definitions: [...options.definitions, ...surroundings.definitions],
    };
    const input = prepareAdmissionInput(object, asked);
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
    const assumptions = [...input.assumptions, ...told];
    for (const verdict of evaluateAdmissionPolicies(input, policies)) {
      report.add({
        verdict,
        resource,
        locate: violation => manifest.locate(violation?.field ?? []),
        assumptions,
      });
    }
  }
}
