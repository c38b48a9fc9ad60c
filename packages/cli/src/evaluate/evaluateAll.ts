/** All checks that were chosen, over all that was read. */
import type {
  DockerfileOptions,
  NamespaceBaselineOptions,
  PodSecurityStandard,
} from '@shift-down/plugin-shift-down-policy';
import type { Inputs } from '../input/types';
import type { LoadedPolicies } from '../policies/loadPolicies';
import type { ReportBuilder } from '../report/ReportBuilder';
import { checkAdmission } from './admission';
import { checkBuildFiles } from './buildFiles';
import { checkNamespaceBaseline } from './namespaceBaseline';
import { checkPodSecurity } from './podSecurity';
import { tellUnjudged } from './unjudged';

export interface Checks {
  podSecurity?: PodSecurityStandard;
  policies?: LoadedPolicies;
  namespaceBaseline?: NamespaceBaselineOptions;
  buildFiles: DockerfileOptions;
  defaultNamespace: string;
  minorVersion?: number;
}

export function evaluateAll(
  { manifests, buildFiles }: Inputs,
  checks: Checks,
  report: ReportBuilder,
): void {
  const { podSecurity, policies, namespaceBaseline, defaultNamespace } = checks;
  if (podSecurity) {
    checkPodSecurity(manifests, podSecurity, checks, report);
  }
  if (policies) {
    tellAboutPolicies(policies, report);
    checkAdmission(
      manifests,
      {
        policies: policies.policies,
        defaultNamespace,
        minorVersion: checks.minorVersion,
        definitions: policies.objects.filter(
          ({ kind }) => kind === 'CustomResourceDefinition',
        ),
        namespaces: policies.namespaces,
      },
      report,
    );
  }
  if (namespaceBaseline) {
    checkNamespaceBaseline(
      manifests,
      { ...namespaceBaseline, defaultNamespace },
      report,
    );
  }
  checkBuildFiles(buildFiles, checks.buildFiles, report);
  tellUnjudged(manifests, defaultNamespace, report);
}

/** What is wrong with the policies themselves. */
function tellAboutPolicies(
  { notEvaluated, problems, unbound }: LoadedPolicies,
  report: ReportBuilder,
): void {
  notEvaluated.forEach(entry => report.didNotEvaluate(entry));
  problems.forEach(problem => report.couldNotEvaluate(problem));
  if (unbound.length > 0) {
    report.assume(
      `no binding puts ${unbound.join(
        ', ',
      )} into force, so nothing is refused by it`,
    );
  }
}
