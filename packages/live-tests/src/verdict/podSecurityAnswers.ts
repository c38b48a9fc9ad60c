/** Namespaces at all levels of Pod Security, and what we and the API server say there. */
import {
  evaluatePodSecurity,
  isAdmissionInput,
  podSecurityDenial,
  podSecurityWarning,
  prepareAdmissionInput,
  type JsonObject,
  type KubernetesObject,
  type PodSecurityStandard,
  type PodSecurityVersion,
} from '@shift-down/plugin-shift-down-policy';
import type { ControlPlane } from 'control-plane';
import { dryRun } from './dryRun';
import type { Tally } from './Tally';

/** Each is where checks came, changed or were relaxed; and one that is still to come. */
const VERSIONS: PodSecurityVersion[] = [
  'v1.0',
  'v1.8',
  'v1.18',
  'v1.19',
  'v1.22',
  'v1.25',
  'v1.27',
  'v1.29',
  'v1.31',
  'v1.32',
  'v1.34',
  'v1.35',
  'v1.99',
  'latest',
];

export const STANDARDS: PodSecurityStandard[] = VERSIONS.flatMap(version => [
  { level: 'baseline' as const, version },
  { level: 'restricted' as const, version },
]);

export function namespaceOf({ level, version }: PodSecurityStandard): string {
  return `${level}-${version.replace('.', '-')}`;
}

/** Enforces on Pods, warns of everything else. */
export function namespaceAt(standard: PodSecurityStandard) {
  const { level, version } = standard;
  const prefix = 'pod-security.kubernetes.io';
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespaceOf(standard),
      labels: {
        [`${prefix}/enforce`]: level,
        [`${prefix}/enforce-version`]: version,
        [`${prefix}/warn`]: level,
        [`${prefix}/warn-version`]: version,
      },
    },
  };
}

const REFUSED = / is forbidden: violates PodSecurity /;
const WARNED = /^would violate PodSecurity /;

/** What is wrong with our verdicts on an object that lies in one of the namespaces. */
export async function podSecurityDisagreements(
  server: ControlPlane,
  serverMinorVersion: number,
  object: KubernetesObject,
  standard: PodSecurityStandard,
  tally: Tally,
): Promise<string[]> {
  const metadata = object.metadata as JsonObject;
  const placed = {
    ...object,
    metadata: { ...metadata, namespace: namespaceOf(standard) },
  };
  const theirs = await dryRun(server, placed);
  if (theirs.status === 'refused' && !REFUSED.test(theirs.message)) {
    tally.invalid(theirs.message);
    return [];
  }
  const said =
    theirs.status === 'refused'
      ? theirs.message
      : theirs.warnings.find(warning => WARNED.test(warning));
  const input = prepareAdmissionInput(placed);
  if (!isAdmissionInput(input)) {
    return [`valid there, ${JSON.stringify(input)} here`];
  }
  const disagreements: string[] = [];
  for (const judged of [placed, input.object]) {
    const options = { ...standard, serverMinorVersion };
    const verdicts = evaluatePodSecurity({ ...options, object: judged });
    const unknown = verdicts.find(({ result }) => result === 'unknown');
    if (unknown) {
      tally.unknown(unknown.reason);
      continue;
    }
    const ours =
      object.kind === 'Pod'
        ? podSecurityDenial({ ...options, verdicts, podName: input.name })
        : podSecurityWarning({ ...options, verdicts });
    if (ours !== said) {
      const whose = judged === placed ? 'as written' : 'as prepared';
      disagreements.push(`there:\n  ${said}\nhere, ${whose}:\n  ${ours}`);
    }
  }
  tally.agreed(said === undefined ? 'admit' : 'deny');
  return disagreements;
}
