/** What the API server says of an object that it is asked to create, without keeping it. */
import type { ControlPlane } from 'control-plane';
import {
  resourceOf,
  type JsonObject,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';

export type Answer =
  | { status: 'created'; object: KubernetesObject; warnings: string[] }
  | { status: 'refused'; code: number; message: string };

export async function dryRun(
  server: Pick<ControlPlane, 'request'>,
  object: KubernetesObject,
  definitions: readonly JsonObject[] = [],
): Promise<Answer> {
  const collection = collectionOf(object, definitions);
  const path = `${collection}?dryRun=All&fieldValidation=Ignore`;
  const response = await server.request(path, { method: 'POST', json: object });
  const body = (await response.json()) as JsonObject;
  if (response.status === 201) {
    const warnings = response.headers.get('warning');
    return {
      status: 'created',
      object: body as KubernetesObject,
      warnings: warnings ? readWarnings(warnings) : [],
    };
  }
  return {
    status: 'refused',
    code: response.status,
    message: String(body.message),
  };
}

/** RFC 7234, section 5.5: `299 - "text"`, parted by commas; in UTF-8, which HTTP knows not of. */
function readWarnings(header: string): string[] {
  const text = Buffer.from(header, 'latin1').toString('utf8');
  return [...text.matchAll(/299 - ("(?:[^"\\]|\\.)*")/g)].map(([, quoted]) =>
    quoted.slice(1, -1).replace(/\\(.)/g, '$1'),
  );
}

function collectionOf(
  { apiVersion, kind, metadata }: KubernetesObject,
  definitions: readonly JsonObject[],
): string {
  const found = resourceOf(apiVersion, kind, definitions);
  if (!found) {
    throw new Error(`There is no ${kind} in ${apiVersion}.`);
  }
  const prefix = apiVersion.includes('/') ? '/apis' : '/api';
  const { namespace } = { ...(metadata as JsonObject | null) };
  const name =
    typeof namespace === 'string' && namespace ? namespace : 'default';
  const place = found.namespaced ? `/namespaces/${name}` : '';
  return `${prefix}/${apiVersion}${place}/${found.resource.resource}`;
}
