/** Defaults of Pods and of what Pod specs hold. */
import type { JsonObject } from '../../evaluation/kubernetesObject';
import { structOf } from '../apiTypes';
import { ensureMap, mapIn, mapsIn, setDefault } from './fields';
import { setPodLevelRequests } from './podLevelResources';
import { tagIsLatest } from './tagIsLatest';
import type { SetDefaults, TypeDefaults } from './types';

/** Until then, templates got the host ports of Pods on the host's network as well. */
const HOST_PORTS_ONLY_IN_PODS = 28;
/** Limits and requests of whole Pods. */
const POD_LEVEL_RESOURCES = 34;

export const podDefaults: TypeDefaults = new Map<string, SetDefaults>([
  ['core/v1.Pod', setPod],
  ['core/v1.PodSpec', setPodSpec],
  ['core/v1.Container', setContainer],
  ['core/v1.EphemeralContainer', setContainer],
  ['core/v1.ContainerPort', port => setDefault(port, 'protocol', 'TCP')],
  ['core/v1.Probe', setProbe],
  ['core/v1.GRPCAction', action => setDefault(action, 'service', '')],
  ['core/v1.HTTPGetAction', setHttpGetAction],
  ['core/v1.Volume', setVolume],
  ['core/v1.SecretVolumeSource', setMode],
  ['core/v1.ConfigMapVolumeSource', setMode],
  ['core/v1.DownwardAPIVolumeSource', setMode],
  ['core/v1.ProjectedVolumeSource', setMode],
  [
    'core/v1.ServiceAccountTokenProjection',
    projection => setDefault(projection, 'expirationSeconds', 3600),
  ],
  ['core/v1.HostPathVolumeSource', source => setDefault(source, 'type', '')],
  [
    'core/v1.ObjectFieldSelector',
    selector => setDefault(selector, 'apiVersion', 'v1'),
  ],
  ['core/v1.FileKeySelector', key => setDefault(key, 'optional', false)],
  ['core/v1.ISCSIVolumeSource', setIscsi],
  ['core/v1.ISCSIPersistentVolumeSource', setIscsi],
  ['core/v1.RBDVolumeSource', setRbd],
  ['core/v1.RBDPersistentVolumeSource', setRbd],
  ['core/v1.AzureDiskVolumeSource', setAzureDisk],
  ['core/v1.ScaleIOVolumeSource', setScaleIo],
  ['core/v1.ScaleIOPersistentVolumeSource', setScaleIo],
]);

function setPod(pod: JsonObject, minorVersion: number): void {
  const spec = ensureMap(pod, 'spec');
  for (const field of ['containers', 'initContainers']) {
    for (const container of mapsIn(spec, field)) {
      const resources = mapIn(container, 'resources');
      const limits = mapIn(resources, 'limits');
      if (resources && limits) {
        resources.requests = { ...limits, ...mapIn(resources, 'requests') };
      }
    }
  }
  if (minorVersion >= POD_LEVEL_RESOURCES) {
    setPodLevelRequests(spec);
  }
  setDefault(spec, 'enableServiceLinks', true);
  if (minorVersion >= HOST_PORTS_ONLY_IN_PODS) {
    setHostPorts(spec);
  }
}

function setPodSpec(spec: JsonObject, minorVersion: number): void {
  if (minorVersion < HOST_PORTS_ONLY_IN_PODS) {
    setHostPorts(spec);
  }
  setDefault(spec, 'dnsPolicy', 'ClusterFirst');
  setDefault(spec, 'restartPolicy', 'Always');
  setDefault(spec, 'securityContext', {});
  setDefault(spec, 'terminationGracePeriodSeconds', 30);
  setDefault(spec, 'schedulerName', 'default-scheduler');
  setServiceAccount(spec);
}

/** It has two names; policies see both. */
export function setServiceAccount(spec: JsonObject): void {
  const name = spec.serviceAccountName ?? spec.serviceAccount;
  if (name !== undefined) {
    spec.serviceAccountName = name;
    spec.serviceAccount = name;
  }
}

function setHostPorts(spec: JsonObject): void {
  if (spec.hostNetwork !== true) {
    return;
  }
  for (const field of ['containers', 'initContainers']) {
    for (const container of mapsIn(spec, field)) {
      for (const port of mapsIn(container, 'ports')) {
        setDefault(port, 'hostPort', port.containerPort ?? 0);
      }
    }
  }
}

function setContainer(container: JsonObject): void {
  setDefault(
    container,
    'imagePullPolicy',
    tagIsLatest(container.image) ? 'Always' : 'IfNotPresent',
  );
  setDefault(container, 'terminationMessagePath', '/dev/termination-log');
  setDefault(container, 'terminationMessagePolicy', 'File');
}

function setProbe(probe: JsonObject): void {
  setDefault(probe, 'timeoutSeconds', 1);
  setDefault(probe, 'periodSeconds', 10);
  setDefault(probe, 'successThreshold', 1);
  setDefault(probe, 'failureThreshold', 3);
}

function setHttpGetAction(action: JsonObject): void {
  setDefault(action, 'path', '/');
  setDefault(action, 'scheme', 'HTTP');
}

function setVolume(volume: JsonObject): void {
  const sources = structOf('core/v1.Volume').fields.filter(it => it.pointer);
  if (sources.every(({ name }) => volume[name] === undefined)) {
    volume.emptyDir = {};
  }
  const image = mapIn(volume, 'image');
  if (image) {
    setDefault(
      image,
      'pullPolicy',
      tagIsLatest(image.reference) ? 'Always' : 'IfNotPresent',
    );
  }
}

function setMode(source: JsonObject): void {
  setDefault(source, 'defaultMode', 0o644);
}

function setIscsi(source: JsonObject): void {
  setDefault(source, 'iscsiInterface', 'default');
}

function setRbd(source: JsonObject): void {
  setDefault(source, 'pool', 'rbd');
  setDefault(source, 'user', 'admin');
  setDefault(source, 'keyring', '/etc/ceph/keyring');
}

function setAzureDisk(source: JsonObject): void {
  setDefault(source, 'cachingMode', 'ReadWrite');
  setDefault(source, 'kind', 'Shared');
  setDefault(source, 'fsType', 'ext4');
  setDefault(source, 'readOnly', false);
}

function setScaleIo(source: JsonObject): void {
  setDefault(source, 'storageMode', 'ThinProvisioned');
  setDefault(source, 'fsType', 'xfs');
}
