/**
 * What the API server itself changes in an object that is created, after mutating and
 * before validating admission: fields that only it may set, and what conversion to its
 * internal types moves about.
 */
import type { JsonObject } from '../evaluation/kubernetesObject';
import { WITHHELD } from '../evaluation/withheld';
import {
  ensureMap,
  isEmptyList,
  isEmptyMap,
  isMap,
  mapIn,
  mapsIn,
  setDefault,
} from './defaults/fields';
import { qualityOfService } from './qualityOfService';
import { mergeLabelKeys } from './labelKeys';
import { syncAppArmor } from './appArmor';
import { zeroField } from './decode';
import { encodeBytes } from './scalars';

type OnCreate = (object: JsonObject, minorVersion: number) => void;

/** Kinds whose generation is counted from their creation. */
const WITH_GENERATION = new Set([
  'admissionregistration/v1.MutatingAdmissionPolicy',
  'admissionregistration/v1.MutatingAdmissionPolicyBinding',
  'admissionregistration/v1.MutatingWebhookConfiguration',
  'admissionregistration/v1.ValidatingAdmissionPolicy',
  'admissionregistration/v1.ValidatingAdmissionPolicyBinding',
  'admissionregistration/v1.ValidatingWebhookConfiguration',
  'apps/v1.DaemonSet',
  'apps/v1.Deployment',
  'apps/v1.ReplicaSet',
  'apps/v1.StatefulSet',
  'batch/v1.CronJob',
  'batch/v1.Job',
  'core/v1.Pod',
  'core/v1.PodTemplate',
  'core/v1.ReplicationController',
  'discovery/v1.EndpointSlice',
  'flowcontrol/v1.FlowSchema',
  'flowcontrol/v1.PriorityLevelConfiguration',
  'networking/v1.Ingress',
  'networking/v1.IngressClass',
  'networking/v1.NetworkPolicy',
  'policy/v1.PodDisruptionBudget',
  'scheduling/v1.PriorityClass',
]);

/** Until then Pods and templates of Pods had none. */
const POD_GENERATION = 33;

const WITH_STATUS_KEPT = new Set(['core/v1.Node', 'coordination/v1.Lease']);

/** Nobody but the API server sets them. */
const GENERATED_METADATA = [
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
];

const ON_CREATE = new Map<string, OnCreate>([
  ['core/v1.Pod', createPod],
  ['core/v1.Namespace', createNamespace],
  ['core/v1.Service', createService],
  ['core/v1.Secret', createSecret],
  ['core/v1.ServiceAccount', createServiceAccount],
  ['core/v1.PersistentVolume', createPersistentVolume],
  ['core/v1.PersistentVolumeClaim', createPersistentVolumeClaim],
  ['apps/v1.DaemonSet', createDaemonSet],
  ['apps/v1.StatefulSet', createStatefulSet],
  ['batch/v1.Job', createJob],
]);

export function applyOnCreate(
  typeName: string,
  object: JsonObject,
  minorVersion: number,
): void {
  const metadata = ensureMap(object, 'metadata');
  for (const field of GENERATED_METADATA) {
    delete metadata[field];
  }
  metadata.uid = WITHHELD;
  metadata.creationTimestamp = WITHHELD;
  if (metadata.name === undefined && metadata.generateName !== undefined) {
    metadata.name = WITHHELD;
  }
  if (
    WITH_GENERATION.has(typeName) &&
    (!typeName.startsWith('core/v1.Pod') || minorVersion >= POD_GENERATION)
  ) {
    metadata.generation = 1;
  }
  if (isMap(object.status) && !WITH_STATUS_KEPT.has(typeName)) {
    object.status = zeroField(typeName, 'status');
  }
  ON_CREATE.get(typeName)?.(object, minorVersion);
}

function createPod(pod: JsonObject, minorVersion: number): void {
  const spec = ensureMap(pod, 'spec');
  const grace = spec.terminationGracePeriodSeconds;
  if (typeof grace === 'number' && grace < 0) {
    spec.terminationGracePeriodSeconds = 1;
  }
  pod.status = { phase: 'Pending', qosClass: qualityOfService(spec) };
  if (!isEmptyList(spec.schedulingGates)) {
    const message = 'Scheduling is blocked due to non-empty scheduling gates';
    pod.status.conditions = [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message,
        lastTransitionTime: WITHHELD,
      },
    ];
  }
  mergeLabelKeys(pod, minorVersion);
  syncAppArmor(pod, minorVersion);
}

function createNamespace(namespace: JsonObject): void {
  const spec = ensureMap(namespace, 'spec');
  const finalizers = Array.isArray(spec.finalizers) ? spec.finalizers : [];
  if (!finalizers.includes('kubernetes')) {
    spec.finalizers = [...finalizers, 'kubernetes'];
  }
  const metadata = ensureMap(namespace, 'metadata');
  ensureMap(metadata, 'labels')['kubernetes.io/metadata.name'] =
    metadata.name ?? '';
  namespace.status = { phase: 'Active' };
}

/** Addresses and ports that it allocates are known to nobody before. */
function createService(service: JsonObject): void {
  const spec = ensureMap(service, 'spec');
  if (spec.type === 'ExternalName') {
    return;
  }
  const headless = spec.clusterIP === 'None';
  const dual = headless && isEmptyMap(spec.selector);
  setDefault(spec, 'ipFamilyPolicy', dual ? 'RequireDualStack' : 'SingleStack');
  if (isEmptyList(spec.ipFamilies)) {
    spec.ipFamilies =
      spec.ipFamilyPolicy === 'RequireDualStack' ? ['IPv4', 'IPv6'] : ['IPv4'];
  }
  setDefault(spec, 'clusterIP', WITHHELD);
  if (isEmptyList(spec.clusterIPs)) {
    spec.clusterIPs = [spec.clusterIP];
  }
  const wantsPorts =
    spec.type === 'NodePort' ||
    (spec.type === 'LoadBalancer' &&
      spec.allocateLoadBalancerNodePorts !== false);
  if (wantsPorts) {
    for (const port of mapsIn(spec, 'ports')) {
      setDefault(port, 'nodePort', WITHHELD);
    }
  }
  if (spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local') {
    setDefault(spec, 'healthCheckNodePort', WITHHELD);
  }
}

function createSecret(secret: JsonObject): void {
  const texts = mapIn(secret, 'stringData');
  if (texts && Object.keys(texts).length > 0) {
    const data = ensureMap(secret, 'data');
    for (const [key, text] of Object.entries(texts)) {
      data[key] =
        typeof text === 'string' && text !== WITHHELD
          ? encodeBytes(text)
          : text;
    }
  }
  delete secret.stringData;
}

function createServiceAccount(account: JsonObject): void {
  for (const secret of mapsIn(account, 'secrets')) {
    for (const field of Object.keys(secret)) {
      if (field !== 'name') {
        delete secret[field];
      }
    }
  }
}

function createPersistentVolume(volume: JsonObject): void {
  volume.status = { phase: 'Pending', lastPhaseTransitionTime: WITHHELD };
  addFinalizer(volume, 'kubernetes.io/pv-protection');
}

function createPersistentVolumeClaim(claim: JsonObject): void {
  addFinalizer(claim, 'kubernetes.io/pvc-protection');
  const spec = ensureMap(claim, 'spec');
  const source = mapIn(spec, 'dataSource');
  const reference = mapIn(spec, 'dataSourceRef');
  if (source && !reference) {
    spec.dataSourceRef = { ...source };
  } else if (reference && !source && reference.namespace === undefined) {
    spec.dataSource = { ...reference };
  }
}

function addFinalizer(object: JsonObject, finalizer: string): void {
  const metadata = ensureMap(object, 'metadata');
  const finalizers = Array.isArray(metadata.finalizers)
    ? metadata.finalizers
    : [];
  if (!finalizers.includes(finalizer)) {
    metadata.finalizers = [...finalizers, finalizer];
  }
}

function createDaemonSet(daemonSet: JsonObject): void {
  const annotations = ensureMap(
    ensureMap(daemonSet, 'metadata'),
    'annotations',
  );
  setDefault(annotations, 'deprecated.daemonset.template.generation', '1');
}

function createStatefulSet(statefulSet: JsonObject): void {
  const spec = ensureMap(statefulSet, 'spec');
  for (const claim of mapsIn(spec, 'volumeClaimTemplates')) {
    claim.apiVersion = 'v1';
    claim.kind = 'PersistentVolumeClaim';
  }
  delete mapIn(mapIn(spec, 'updateStrategy'), 'rollingUpdate')?.maxUnavailable;
}

const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid';

function createJob(job: JsonObject, minorVersion: number): void {
  const spec = ensureMap(job, 'spec');
  if (spec.manualSelector === true) {
    return;
  }
  const name = mapIn(job, 'metadata')?.name ?? WITHHELD;
  const template = ensureMap(spec, 'template');
  const labels = ensureMap(ensureMap(template, 'metadata'), 'labels');
  setDefault(labels, 'job-name', name);
  setDefault(labels, 'controller-uid', WITHHELD);
  if (minorVersion >= 27) {
    setDefault(labels, 'batch.kubernetes.io/job-name', name);
    setDefault(labels, CONTROLLER_UID, WITHHELD);
  }
  const selector = ensureMap(ensureMap(spec, 'selector'), 'matchLabels');
  setDefault(
    selector,
    minorVersion >= 27 ? CONTROLLER_UID : 'controller-uid',
    WITHHELD,
  );
}
