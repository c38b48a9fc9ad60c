/** What the API server answered to the collector, so that tests know a fault was met. */
import { readFile } from 'node:fs/promises';
import type { ControlPlane } from 'control-plane';

/** Notes every answer to a service account that reads. */
export const AUDIT_POLICY = JSON.stringify({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [
    {
      level: 'Metadata',
      userGroups: ['system:serviceaccounts:shift-down'],
    },
    { level: 'None' },
  ],
});

export interface AuditEvent {
  verb: string;
  requestURI: string;
  responseStatus?: { code: number };
  objectRef?: { resource: string; subresource?: string };
}

export async function readAuditLog({
  auditLog,
}: Pick<ControlPlane, 'auditLog'>): Promise<AuditEvent[]> {
  const text = await readFile(auditLog, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(line => line.endsWith('}'))
    .map(line => JSON.parse(line) as AuditEvent);
}
