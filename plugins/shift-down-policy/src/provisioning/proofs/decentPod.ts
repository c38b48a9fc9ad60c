/** A Pod that every guardrail admits; what is to be refused differs from it in one field. */
import type { JsonObject } from '../../evaluation';
import type { BaselineManifest } from '../types';
import type { ProofOptions } from './proofOptions';

/** What may be said otherwise of the Pod, and of its container. */
interface Otherwise {
  pod?: JsonObject;
  container?: JsonObject;
  security?: JsonObject;
}

const PROBE = { httpGet: { path: '/', port: 8080 } };

/** As little as a quota that is nearly used up may still have. */
const RESOURCES = {
  requests: { cpu: '1m', memory: '4Mi' },
  limits: { cpu: '1m', memory: '4Mi' },
};

/**
 * It names no container port: in the network of the node that would be one of the node's.
 * @internal
 */
export function decentPod(
  { namespace, owner, serviceAccount, image, labels }: ProofOptions,
  name: string,
  { pod = {}, container = {}, security = {} }: Otherwise = {},
): BaselineManifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `shift-down-proof-${name}`,
      namespace,
      labels: {
        // The bundle wants one, and looks at its form.
        'cost-centre': 'cc-0000',
        ...labels,
        'shift-down.io/owner': owner,
      },
    },
    spec: {
      serviceAccountName: serviceAccount,
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10_001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'proof',
          image,
          resources: RESOURCES,
          readinessProbe: PROBE,
          livenessProbe: PROBE,
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
            ...security,
          },
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
          ...container,
        },
      ],
      volumes: [{ name: 'tmp', emptyDir: {} }],
      ...pod,
    },
  };
}
