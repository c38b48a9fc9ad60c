/** Defaults of the other kinds of the core group. */
import type { JsonObject } from '../../evaluation/kubernetesObject';
import { ensureMap, mapIn, mapsIn, setDefault } from './fields';
import type { SetDefaults, TypeDefaults } from './types';

const THREE_HOURS = 10_800;

export const coreDefaults: TypeDefaults = new Map<string, SetDefaults>([
  ['core/v1.Service', setService],
  ['core/v1.ServicePort', port => setDefault(port, 'protocol', 'TCP')],
  ['core/v1.EndpointPort', port => setDefault(port, 'protocol', 'TCP')],
  ['core/v1.Secret', secret => setDefault(secret, 'type', 'Opaque')],
  ['core/v1.Namespace', setNamespace],
  ['core/v1.PersistentVolume', setPersistentVolume],
  [
    'core/v1.PersistentVolumeClaim',
    claim => setDefault(ensureMap(claim, 'status'), 'phase', 'Pending'),
  ],
  [
    'core/v1.PersistentVolumeClaimSpec',
    spec => setDefault(spec, 'volumeMode', 'Filesystem'),
  ],
  ['core/v1.LimitRangeItem', setLimitRangeItem],
]);

function setService(service: JsonObject): void {
  const spec = ensureMap(service, 'spec');
  setDefault(spec, 'sessionAffinity', 'None');
  if (spec.sessionAffinity === 'None') {
    delete spec.sessionAffinityConfig;
  } else if (spec.sessionAffinity === 'ClientIP') {
    const config = mapIn(mapIn(spec, 'sessionAffinityConfig'), 'clientIP');
    if (config?.timeoutSeconds === undefined) {
      spec.sessionAffinityConfig = {
        clientIP: { timeoutSeconds: THREE_HOURS },
      };
    }
  }
  setDefault(spec, 'type', 'ClusterIP');
  for (const port of mapsIn(spec, 'ports')) {
    setDefault(port, 'targetPort', port.port ?? 0);
  }
  const external =
    spec.type === 'NodePort' ||
    spec.type === 'LoadBalancer' ||
    (spec.type === 'ClusterIP' &&
      Array.isArray(spec.externalIPs) &&
      spec.externalIPs.length > 0);
  if (external) {
    setDefault(spec, 'externalTrafficPolicy', 'Cluster');
  }
  if (spec.type !== 'ExternalName') {
    setDefault(spec, 'internalTrafficPolicy', 'Cluster');
  }
  if (spec.type === 'LoadBalancer') {
    setDefault(spec, 'allocateLoadBalancerNodePorts', true);
  }
}

function setNamespace(namespace: JsonObject): void {
  const metadata = ensureMap(namespace, 'metadata');
  if (typeof metadata.name === 'string') {
    ensureMap(metadata, 'labels')['kubernetes.io/metadata.name'] =
      metadata.name;
  }
}

function setPersistentVolume(volume: JsonObject): void {
  const spec = ensureMap(volume, 'spec');
  setDefault(spec, 'persistentVolumeReclaimPolicy', 'Retain');
  setDefault(spec, 'volumeMode', 'Filesystem');
}

function setLimitRangeItem(item: JsonObject): void {
  if (item.type !== 'Container') {
    return;
  }
  const limits = { ...mapIn(item, 'max'), ...mapIn(item, 'default') };
  item.default = limits;
  item.defaultRequest = {
    ...mapIn(item, 'min'),
    ...limits,
    ...mapIn(item, 'defaultRequest'),
  };
}
