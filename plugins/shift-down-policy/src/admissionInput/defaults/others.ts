/** Defaults of the kinds outside the core group that make no Pods. */
import type { JsonObject } from '../../evaluation/kubernetesObject';
import { ensureMap, isEmptyList, mapIn, setDefault } from './fields';
import type { SetDefaults, TypeDefaults } from './types';

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION_VERSIONS = ['v1', 'v1beta1', 'v1alpha1'];

export const otherDefaults: TypeDefaults = new Map<string, SetDefaults>([
  ['networking/v1.NetworkPolicy', setNetworkPolicy],
  [
    'networking/v1.NetworkPolicyPort',
    port => setDefault(port, 'protocol', 'TCP'),
  ],
  ['networking/v1.IngressClass', setIngressClass],
  ['rbac/v1.RoleBinding', setRoleReference],
  ['rbac/v1.ClusterRoleBinding', setRoleReference],
  ['rbac/v1.Subject', setSubject],
  ['autoscaling/v1.HorizontalPodAutoscaler', setAutoscalerV1],
  ['autoscaling/v2.HorizontalPodAutoscaler', setAutoscaler],
  ['storage/v1.StorageClass', setStorageClass],
  ['storage/v1.CSIDriver', setCsiDriver],
  [
    'scheduling/v1.PriorityClass',
    priority =>
      setDefault(priority, 'preemptionPolicy', 'PreemptLowerPriority'),
  ],
  ['discovery/v1.EndpointPort', setEndpointPort],
  [
    'flowcontrol/v1.FlowSchemaSpec',
    spec => setDefault(spec, 'matchingPrecedence', 1000),
  ],
  [
    'flowcontrol/v1.ExemptPriorityLevelConfiguration',
    level => setShares(level, 0),
  ],
  [
    'flowcontrol/v1.LimitedPriorityLevelConfiguration',
    level => setShares(level, 30),
  ],
  ['flowcontrol/v1.QueuingConfiguration', setQueuing],
  ['admissionregistration/v1.ValidatingWebhook', setWebhook],
  ['admissionregistration/v1.MutatingWebhook', setMutatingWebhook],
  [
    'admissionregistration/v1.ServiceReference',
    reference => setDefault(reference, 'port', 443),
  ],
  ...ADMISSION_VERSIONS.flatMap((version): [string, SetDefaults][] => [
    [`admissionregistration/${version}.RuleWithOperations`, setScope],
    [`admissionregistration/${version}.NamedRuleWithOperations`, setScope],
    [`admissionregistration/${version}.MatchResources`, setMatch],
    [
      `admissionregistration/${version}.ValidatingAdmissionPolicySpec`,
      setFailurePolicy,
    ],
    [
      `admissionregistration/${version}.MutatingAdmissionPolicySpec`,
      setFailurePolicy,
    ],
  ]),
]);

function setNetworkPolicy(policy: JsonObject): void {
  const spec = ensureMap(policy, 'spec');
  if (isEmptyList(spec.policyTypes)) {
    spec.policyTypes = isEmptyList(spec.egress)
      ? ['Ingress']
      : ['Ingress', 'Egress'];
  }
}

function setIngressClass(ingressClass: JsonObject): void {
  const parameters = mapIn(mapIn(ingressClass, 'spec'), 'parameters');
  if (parameters) {
    setDefault(parameters, 'scope', 'Cluster');
  }
}

function setRoleReference(binding: JsonObject): void {
  setDefault(ensureMap(binding, 'roleRef'), 'apiGroup', RBAC);
}

function setSubject(subject: JsonObject): void {
  if (subject.kind === 'User' || subject.kind === 'Group') {
    setDefault(subject, 'apiGroup', RBAC);
  }
}

/** Its one metric is a field, set where annotations hold no others. */
function setAutoscalerV1(autoscaler: JsonObject): void {
  const spec = ensureMap(autoscaler, 'spec');
  setDefault(spec, 'minReplicas', 1);
  const annotations = mapIn(mapIn(autoscaler, 'metadata'), 'annotations');
  if (annotations?.['autoscaling.alpha.kubernetes.io/metrics'] === undefined) {
    setDefault(spec, 'targetCPUUtilizationPercentage', 80);
  }
}

function setAutoscaler(autoscaler: JsonObject): void {
  const spec = ensureMap(autoscaler, 'spec');
  setDefault(spec, 'minReplicas', 1);
  if (isEmptyList(spec.metrics)) {
    const target = { type: 'Utilization', averageUtilization: 80 };
    spec.metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
  }
  const behavior = mapIn(spec, 'behavior');
  if (behavior) {
    behavior.scaleUp = {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
      ...mapIn(behavior, 'scaleUp'),
    };
    behavior.scaleDown = {
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      ...mapIn(behavior, 'scaleDown'),
    };
  }
}

function setStorageClass(storageClass: JsonObject): void {
  setDefault(storageClass, 'reclaimPolicy', 'Delete');
  setDefault(storageClass, 'volumeBindingMode', 'Immediate');
}

function setCsiDriver(driver: JsonObject, minorVersion: number): void {
  const spec = ensureMap(driver, 'spec');
  setDefault(spec, 'attachRequired', true);
  setDefault(spec, 'podInfoOnMount', false);
  setDefault(spec, 'storageCapacity', false);
  setDefault(spec, 'fsGroupPolicy', 'ReadWriteOnceWithFSType');
  if (isEmptyList(spec.volumeLifecycleModes)) {
    spec.volumeLifecycleModes = ['Persistent'];
  }
  setDefault(spec, 'requiresRepublish', false);
  if (minorVersion >= 28) {
    setDefault(spec, 'seLinuxMount', false);
  }
}

function setEndpointPort(port: JsonObject): void {
  setDefault(port, 'name', '');
  setDefault(port, 'protocol', 'TCP');
}

function setShares(level: JsonObject, shares: number): void {
  setDefault(level, 'nominalConcurrencyShares', shares);
  setDefault(level, 'lendablePercent', 0);
}

function setQueuing(queuing: JsonObject): void {
  setDefault(queuing, 'handSize', 8);
  setDefault(queuing, 'queues', 64);
  setDefault(queuing, 'queueLengthLimit', 50);
}

function setWebhook(webhook: JsonObject): void {
  setFailurePolicy(webhook);
  setMatch(webhook);
  setDefault(webhook, 'timeoutSeconds', 10);
}

function setMutatingWebhook(webhook: JsonObject): void {
  setWebhook(webhook);
  setDefault(webhook, 'reinvocationPolicy', 'Never');
}

function setScope(rule: JsonObject): void {
  setDefault(rule, 'scope', '*');
}

function setMatch(match: JsonObject): void {
  setDefault(match, 'matchPolicy', 'Equivalent');
  setDefault(match, 'namespaceSelector', {});
  setDefault(match, 'objectSelector', {});
}

function setFailurePolicy(object: JsonObject): void {
  setDefault(object, 'failurePolicy', 'Fail');
}
