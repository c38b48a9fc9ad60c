/** Policies take a while from being stored to being asked. */
import type { ControlPlane } from 'control-plane';
import { eventually } from '../eventually';

const API = '/apis/admissionregistration.k8s.io/v1';
/** Every namespace has it. */
const PARAMETER = { name: 'kube-root-ca.crt', namespace: 'default' };
let probes = 0;

/**
 * Waits until all policies and bindings that are stored are asked: the last of them is one
 * that refuses just what is tried here. It stays: an API server that has had no policy with
 * a ConfigMap as parameter for a moment never learns of changes of ConfigMaps again.
 */
export async function untilEffective(server: ControlPlane): Promise<void> {
  const name = `probe-${(probes += 1)}`;
  const resources = {
    apiGroups: [''],
    apiVersions: ['v1'],
    operations: ['CREATE'],
    resources: ['configmaps'],
    resourceNames: [name],
  };
  await server.json(`${API}/validatingadmissionpolicies`, {
    method: 'POST',
    json: {
      metadata: { name },
      spec: {
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        matchConstraints: { resourceRules: [resources] },
        validations: [{ expression: 'false' }],
      },
    },
  });
  await server.json(`${API}/validatingadmissionpolicybindings`, {
    method: 'POST',
    json: {
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        paramRef: { ...PARAMETER, parameterNotFoundAction: 'Allow' },
      },
    },
  });
  await eventually(30, async () => {
    const { ok } = await server.request(
      '/api/v1/namespaces/default/configmaps?dryRun=All',
      { method: 'POST', json: { metadata: { name } } },
    );
    return ok ? `${name} is not refused yet` : undefined;
  });
}
