/** Which namespaces could enforce a level today, and what keeps the others from it. */
import type { KubernetesObject, Verdict } from '../evaluation';
import { evaluatePodSecurity } from './evaluatePodSecurity';
import { effectiveMinor, type PodSecurityStandard } from './levels';
import { podTemplatePath } from './podSpecs';

/** A workload that does not meet the level, or isn't known to. @public */
export interface UnreadyWorkload {
  object: KubernetesObject;
  /** Each check that it fails, with its violations. */
  failing: Verdict[];
  /** Each check that could not be judged, with the reason. */
  unknown: Verdict[];
}

/** What stands between a namespace and a level. @public */
export interface PodSecurityReadiness {
  namespace: string;
  /** The workloads that were judged. */
  total: number;
  meeting: number;
  unready: UnreadyWorkload[];
  /** Every workload meets the level. */
  ready: boolean;
  /**
   * The labels to set on the Namespace, with the version pinned; undefined until it is
   * ready.
   */
  labels?: Record<string, string>;
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/**
 * Judges workloads by namespace. Give root owners rather than all that they own, or the
 * same thing counts several times. Objects without Pods don't count, and a namespace
 * without workloads is not listed.
 * @public
 */
export function podSecurityReadiness(
  workloads: Iterable<KubernetesObject>,
  standard: PodSecurityStandard & {
    /** Minor version of the cluster's API server, where it is known. */
    serverMinorVersion?: number;
  },
): PodSecurityReadiness[] {
  const namespaces = new Map<string, PodSecurityReadiness>();
  for (const object of workloads) {
    if (podTemplatePath(object)) {
      const name = namespaceOf(object);
      let readiness = namespaces.get(name);
      if (!readiness) {
        readiness = {
          namespace: name,
          total: 0,
          meeting: 0,
          unready: [],
          ready: false,
        };
        namespaces.set(name, readiness);
      }
      add(readiness, object, evaluatePodSecurity({ object, ...standard }));
    }
  }
  const { level, version, serverMinorVersion } = standard;
  const pinned = `v1.${effectiveMinor(version, serverMinorVersion)}`;
  return [...namespaces.values()]
    .sort((one, other) => (one.namespace < other.namespace ? -1 : 1))
    .map(it =>
      it.unready.length
        ? it
        : {
            ...it,
            ready: true,
            labels: { [ENFORCE]: level, [`${ENFORCE}-version`]: pinned },
          },
    );
}

function add(
  readiness: PodSecurityReadiness,
  object: KubernetesObject,
  verdicts: Verdict[],
) {
  const of = (result: Verdict['result']) =>
    verdicts.filter(it => it.result === result);
  const failing = of('fail');
  const unknown = of('unknown');
  readiness.total += 1;
  if (failing.length || unknown.length) {
    readiness.unready.push({ object, failing, unknown });
  } else {
    readiness.meeting += 1;
  }
}

/** Empty where the object names none, as a manifest for any namespace does. */
function namespaceOf({ metadata }: KubernetesObject): string {
  const namespace =
    metadata && typeof metadata === 'object' && !Array.isArray(metadata)
      ? metadata.namespace
      : undefined;
  return typeof namespace === 'string' ? namespace : '';
}
