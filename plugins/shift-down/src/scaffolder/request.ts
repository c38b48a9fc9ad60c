/** Reads a request for a namespace from the form of the template. */
import type { NamespaceRequest } from '@shift-down/plugin-shift-down-common/client';
import type { RequestField } from '../components/Provisioning';

/** What is not there yet is named, so that nobody is asked in vain. */
export interface ReadRequest {
  request?: NamespaceRequest;
  missing: RequestField[];
}

type FormData = Record<string, unknown>;
type Egress = NonNullable<NamespaceRequest['egress']>[number];

const REQUIRED = [
  'cluster',
  'name',
  'ownerRef',
  'environment',
  'size',
] as const;

/** Takes the parameters that are meant; the form may hold others. */
export function readRequest(formData: unknown): ReadRequest {
  const data = isRecord(formData) ? formData : {};
  const egress = list(data.egress).filter(isRecord).map(readEgress);
  const complete = egress.filter(isComplete);
  const missing: RequestField[] = [
    ...REQUIRED.filter(field => !text(data[field])),
    ...(complete.length < egress.length ? (['egress'] as const) : []),
  ];
  if (missing.length > 0) {
    return { missing };
  }
  const podSecurity = text(data.podSecurity);
  const limits = text(data.limits);
  const request: NamespaceRequest = {
    cluster: text(data.cluster),
    name: text(data.name),
    ownerRef: text(data.ownerRef),
    environment: text(data.environment),
    size: text(data.size),
    dependencyOf: texts(data.dependencyOf),
    roles: texts(data.roles),
    egress: complete,
    podSecurity: podSecurity === 'baseline' ? 'baseline' : 'restricted',
    limits: limits === 'strict' ? 'strict' : 'default',
  };
  const systemRef = text(data.systemRef);
  const baselineVersion = text(data.baselineVersion);
  return {
    missing,
    request: {
      ...request,
      ...(systemRef && { systemRef }),
      ...(baselineVersion && { baselineVersion }),
    },
  };
}

function readEgress(item: FormData): Egress {
  const cidr = text(item.cidr);
  const namespace = text(item.namespace);
  return {
    name: text(item.name),
    ...(cidr && { cidr }),
    ...(namespace && { namespace }),
    ports: list(item.ports)
      .filter(isRecord)
      .flatMap(({ protocol, port }) =>
        typeof port === 'number'
          ? [{ protocol: protocol === 'UDP' ? 'UDP' : 'TCP', port } as const]
          : [],
      ),
  };
}

function isComplete({ name, cidr, namespace, ports }: Egress): boolean {
  return Boolean(name && (cidr || namespace) && ports.length > 0);
}

function isRecord(value: unknown): value is FormData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function texts(value: unknown): string[] {
  return list(value).map(text).filter(Boolean);
}
