/**
 * What is declared and can't be proved by asking the API server, in sentences.
 * @public
 */
export function declaredOnly({
  networkPolicyProvider,
}: {
  /** What enforces network policies in the cluster, if config names it. */
  networkPolicyProvider?: string;
} = {}): string[] {
  return [
    networkPolicyProvider
      ? `NetworkPolicy is declared, not proved: ${networkPolicyProvider} enforces it in this cluster by its configuration, and no traffic was sent.`
      : 'NetworkPolicy is declared, not proved: no traffic was sent, and nothing says what enforces network policies in this cluster.',
    'Secrets are not readable through the API; Pods created here can mount them.',
  ];
}
