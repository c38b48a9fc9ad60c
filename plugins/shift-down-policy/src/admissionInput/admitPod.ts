/**
 * What the mutating admission plugins that are on by default make of a Pod: LimitRanger,
 * ServiceAccount, Priority and DefaultTolerationSeconds, in this order.
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
 */
import type { JsonObject, JsonValue } from '../evaluation/kubernetesObject';
import {
  ensureMap,
  isEmptyList,
  mapIn,
  mapsIn,
  setDefault,
} from './defaults/fields';
import { setServiceAccount } from './defaults/pods';
import { applyLimitRange } from './limitRanges';
import type { AdmissionInputOptions } from './types';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN_VOLUME = 'kube-api-access-';
/** The API server makes five letters and digits up. */
const ANY_SUFFIX = 'xxxxx';
const SYSTEM_PRIORITIES: Record<string, number> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};
const MIRROR_POD = 'kubernetes.io/config.mirror';

/** @returns what was assumed, in words. */
export function admitPod(
  pod: JsonObject,
  options: AdmissionInputOptions,
  minorVersion: number,
): string[] {
  const assumptions: string[] = [];
  const spec = ensureMap(pod, 'spec');
  for (const range of options.limitRanges ?? []) {
    applyLimitRange(pod, range, minorVersion);
  }
  const annotations = mapIn(mapIn(pod, 'metadata'), 'annotations') ?? {};
  if (!Object.hasOwn(annotations, MIRROR_POD)) {
    assumptions.push(...admitServiceAccount(spec, options.serviceAccount));
  }
  assumptions.push(...setPriority(spec, options.priorityClasses ?? []));
  setTolerations(spec);
  return assumptions;
}

function admitServiceAccount(
  spec: JsonObject,
  account: JsonObject | undefined,
): string[] {
  const assumptions: string[] = [];
  setDefault(spec, 'serviceAccountName', 'default');
  setServiceAccount(spec);
  const name = String(spec.serviceAccountName);
  if (!account) {
    assumptions.push(
      `ServiceAccount ${name} exists, mounts its token and names no image pull secrets.`,
    );
  }
  const mounts =
    spec.automountServiceAccountToken ??
    account?.automountServiceAccountToken ??
    true;
  if (mounts === true) {
    mountToken(spec);
  }
  if (isEmptyList(spec.imagePullSecrets)) {
    const secrets = mapsIn(account, 'imagePullSecrets');
    spec.imagePullSecrets = secrets.map(it => ({ name: it.name ?? '' }));
  }
  return assumptions;
}

function mountToken(spec: JsonObject): void {
  const present = mapsIn(spec, 'volumes').find(
    ({ name }) => typeof name === 'string' && name.startsWith(TOKEN_VOLUME),
  );
  const name = (present?.name as string) ?? `${TOKEN_VOLUME}${ANY_SUFFIX}`;
  let mounted = false;
  for (const field of ['initContainers', 'containers']) {
    for (const container of mapsIn(spec, field)) {
      const mounts = mapsIn(container, 'volumeMounts');
      if (mounts.every(({ mountPath }) => mountPath !== TOKEN_PATH)) {
        const mount = { name, readOnly: true, mountPath: TOKEN_PATH };
        container.volumeMounts = [...mounts, mount];
        mounted = true;
      }
    }
  }
  if (mounted && !present) {
    const volumes = Array.isArray(spec.volumes) ? spec.volumes : [];
    spec.volumes = [...volumes, { name, projected: tokenSources() }];
  }
}

function tokenSources(): JsonObject {
  const namespace = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  return {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      {
        configMap: {
          name: 'kube-root-ca.crt',
          items: [{ key: 'ca.crt', path: 'ca.crt' }],
        },
      },
      {
        downwardAPI: { items: [{ path: 'namespace', fieldRef: namespace }] },
      },
    ],
    defaultMode: 0o644,
  };
}

function setPriority(
  spec: JsonObject,
  classes: readonly JsonObject[],
): string[] {
  const given = spec.priorityClassName;
  const found =
    given === undefined
      ? globalDefault(classes)
      : classes.find(it => mapIn(it, 'metadata')?.name === given);
  let priority: JsonValue = 0;
  const assumptions: string[] = [];
  if (found) {
    priority = found.value ?? 0;
    spec.priorityClassName = mapIn(found, 'metadata')?.name ?? '';
  } else if (typeof given === 'string') {
    if (Object.hasOwn(SYSTEM_PRIORITIES, given)) {
      priority = SYSTEM_PRIORITIES[given];
    } else {
      assumptions.push(
        `PriorityClass ${given} exists; its priority is not known.`,
      );
      return assumptions;
    }
  }
  setDefault(spec, 'priority', priority);
  setDefault(
    spec,
    'preemptionPolicy',
    found?.preemptionPolicy ?? 'PreemptLowerPriority',
  );
  return assumptions;
}

function globalDefault(classes: readonly JsonObject[]): JsonObject | undefined {
  return classes
    .filter(it => it.globalDefault === true)
    .sort((left, right) => Number(left.value ?? 0) - Number(right.value ?? 0))
    .at(0);
}

function setTolerations(spec: JsonObject): void {
  for (const condition of ['not-ready', 'unreachable']) {
    const key = `node.kubernetes.io/${condition}`;
    const present = mapsIn(spec, 'tolerations');
    const tolerated = present.some(
      it =>
        (it.key === key || it.key === undefined || it.key === '') &&
        (it.effect === 'NoExecute' ||
          it.effect === undefined ||
          it.effect === ''),
    );
    if (!tolerated) {
      spec.tolerations = [
        ...present,
        {
          key,
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        },
      ];
    }
  }
}
