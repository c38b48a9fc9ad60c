/** From a version of the baseline to the objects of one namespace. */
import { InputError } from '@backstage/errors';
import { groupNameOf } from '../request/groupName';
import type {
  Baseline,
  BaselineManifest,
  BaselineObject,
  PlannedObject,
  RenderInput,
} from '../types';
import { dnsRules, egressRule } from './networkRules';
import { fillIn, type PlaceholderValues } from './placeholders';

/**
 * The objects in the order in which they are applied, the Namespace first. The same input
 * gives the same objects. The request must have passed `judgeRequest`.
 *
 * @throws InputError if the owner is no ref of a Group.
 * @public
 */
export function renderBaseline(
  baseline: Baseline,
  input: RenderInput,
): PlannedObject[] {
  const values = valuesOf(baseline, input);
  return baseline.objects
    .filter(
      ({ limits }) => limits === undefined || limits === input.request.limits,
    )
    .flatMap(object =>
      repetitionsOf(object, input).map(repetition =>
        plan(object, repetition.name, {
          ...values,
          ...repetition.values,
        }),
      ),
    );
}

interface Repetition {
  /** Unset for what is made once. */
  name?: string;
  values: PlaceholderValues;
}

function repetitionsOf(
  { forEach }: BaselineObject,
  { request, roles }: RenderInput,
): Repetition[] {
  if (forEach === 'egress') {
    return request.egress.map(destination => ({
      name: destination.name,
      values: {
        'egress.name': destination.name,
        'egress.rule': egressRule(destination),
      },
    }));
  }
  if (forEach === 'roles') {
    return roles.map(({ preset, group }) => ({
      name: preset.name,
      values: {
        'role.name': preset.name,
        'role.clusterRole': preset.clusterRole,
        'role.group': group,
      },
    }));
  }
  return [{ values: {} }];
}

function valuesOf(
  { version, podSecurityVersion }: Baseline,
  { request, cluster, size, podSecurity, provisioningId }: RenderInput,
): PlaceholderValues {
  const owner = groupNameOf(request.ownerRef);
  if (!owner) {
    throw new InputError(
      `'${request.ownerRef}' is no ref of a Group; name one such as group:default/payments`,
    );
  }
  const { quota, containerDefaults } = size;
  return {
    'namespace.name': request.name,
    'cluster.name': cluster.cluster,
    'baseline.version': version,
    'owner.name': owner.name,
    'owner.namespace': owner.namespace,
    environment: request.environment,
    limits: request.limits,
    'podSecurity.level': podSecurity,
    'podSecurity.version': podSecurityVersion,
    'provisioning.id': provisioningId,
    'size.name': size.name,
    'size.quota': { ...quota },
    'size.default': { ...containerDefaults.default },
    'size.defaultRequest': { ...containerDefaults.defaultRequest },
    'size.max': containerDefaults.max && { ...containerDefaults.max },
    'dns.rules': dnsRules(cluster.dns),
  };
}

function plan(
  { id, title, controls, madeByCluster, template }: BaselineObject,
  name: string | undefined,
  values: PlaceholderValues,
): PlannedObject {
  // Parsing has seen that it is an object with a kind and a name.
  const manifest = fillIn(template, values) as unknown as BaselineManifest;
  return {
    id: name === undefined ? id : `${id}.${name}`,
    title: name === undefined ? title : `${title}: ${name}`,
    controls: [...controls],
    madeByCluster,
    manifest:
      manifest.kind === 'Namespace'
        ? manifest
        : inNamespace(manifest, values['namespace.name'] as string),
  };
}

/** @internal */
export function inNamespace(
  { apiVersion, kind, metadata, ...rest }: BaselineManifest,
  namespace: string,
): BaselineManifest {
  const { name, ...more } = metadata;
  return {
    apiVersion,
    kind,
    metadata: { name, ...more, namespace },
    ...rest,
  };
}
