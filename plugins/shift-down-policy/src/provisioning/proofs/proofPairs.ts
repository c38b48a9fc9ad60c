/** What should be refused in a secure namespace, each with a twin that should be admitted. */
import type { BaselineManifest, ExpectedRefusal, ProofPair } from '../types';
import { decentPod } from './decentPod';
import { policiesOf, type ProofOptions } from './proofOptions';

/** Nobody has it, and nobody ever will: https://www.rfc-editor.org/rfc/rfc2606. */
const FOREIGN_IMAGE = 'registry.invalid/stranger/web:1.0.0';
const SOME_DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

/**
 * Pairs of objects for dry runs in one namespace, see {@link judgeProof}. Twins differ in
 * one field; a container that is privileged must also say that it may gain privileges, or
 * the API server takes it for a contradiction before anybody else looks.
 * @public
 */
export function proofPairs(options: ProofOptions): ProofPair[] {
  const { registries, services } = policiesOf(options);
  const byPodSecurity = (...checks: string[]): ExpectedRefusal => ({
    by: 'pod-security',
    level: options.level,
    checks,
  });
  const pods = (
    id: string,
    otherwise: Parameters<typeof decentPod>[2],
  ): Pick<ProofPair, 'id' | 'refused' | 'admitted'> => ({
    id,
    refused: decentPod(options, id, otherwise),
    admitted: decentPod(options, id),
  });
  return [
    {
      ...pods('privileged', {
        security: { privileged: true, allowPrivilegeEscalation: true },
      }),
      title: 'A privileged Pod is refused',
      controls: ['privileged-containers'],
      expected: byPodSecurity('privileged'),
    },
    {
      ...pods('host-path', {
        pod: { volumes: [{ name: 'tmp', hostPath: { path: '/var/log' } }] },
      }),
      title: 'A Pod that mounts a path of its node is refused',
      controls: ['host-path-volumes'],
      expected: byPodSecurity('hostPath volumes', 'restricted volume types'),
    },
    {
      ...pods('host-network', { pod: { hostNetwork: true } }),
      title: 'A Pod in the network of its node is refused',
      controls: ['host-namespaces'],
      expected: byPodSecurity('host namespaces'),
    },
    {
      ...pods('foreign-image', {
        container: { image: `${FOREIGN_IMAGE}@${digestOf(options.image)}` },
      }),
      title: 'An image of a registry that nobody approved is refused',
      controls: ['approved-registries'],
      expected: { by: 'policy', names: registries },
    },
    {
      id: 'node-port',
      title: 'A Service of type NodePort is refused',
      controls: ['exposed-services', 'service-quota'],
      refused: service(options, 'NodePort'),
      admitted: service(options, 'ClusterIP'),
      expected: {
        by: 'any',
        of: [
          { by: 'policy', names: services },
          { by: 'quota', resource: 'services.nodeports' },
        ],
      },
    },
  ];
}

function service(
  { namespace, owner, labels }: ProofOptions,
  type: string,
): BaselineManifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'shift-down-proof-node-port',
      namespace,
      labels: { ...labels, 'shift-down.io/owner': owner },
    },
    spec: {
      type,
      selector: { app: 'shift-down-proof' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    },
  };
}

function digestOf(image: string): string {
  return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1] ?? SOME_DIGEST;
}
