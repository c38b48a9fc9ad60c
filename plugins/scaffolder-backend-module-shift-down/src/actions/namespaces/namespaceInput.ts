/** What actions about namespaces are given, and the request that it comes to. */
import {
  LIMITS_PRESETS,
  WISHED_POD_SECURITY_LEVELS,
  type LimitsPreset,
  type WishedPodSecurityLevel,
} from '@shift-down/plugin-shift-down-common';
import type { NamespaceRequest } from '@shift-down/plugin-shift-down-common/client';
import type { z as Zod } from 'zod/v3';

type Z = typeof Zod;

/** Which namespace. */
export const placeInput = {
  cluster: (z: Z) => z.string({ description: 'Name of the cluster in config' }),
  name: (z: Z) => z.string({ description: 'Name of the namespace' }),
};

/** What is asked for. Forms leave what nobody filled in empty. */
export const requestInput = {
  ...placeInput,
  ownerRef: (z: Z) =>
    z.string({
      description: 'Ref of the group that it is for; one of your own',
    }),
  systemRef: (z: Z) =>
    z
      .string({ description: 'Ref of the system that it is part of' })
      .optional(),
  dependencyOf: (z: Z) =>
    z
      .array(z.string(), {
        description: 'Refs of entities that will run there',
      })
      .optional(),
  environment: (z: Z) =>
    z.string({ description: 'One of shiftDown.provisioning.environments' }),
  podSecurity: (z: Z) =>
    z
      .enum(WISHED_POD_SECURITY_LEVELS, {
        description:
          'Wished level; restricted holds until an exception allows baseline',
      })
      .optional(),
  size: (z: Z) =>
    z.string({
      description: 'Quota preset: one of shiftDown.provisioning.sizes',
    }),
  limits: (z: Z) =>
    z
      .enum(LIMITS_PRESETS, {
        description:
          'A Pod without limits gets those of the size, or with strict is refused',
      })
      .optional(),
  egress: (z: Z) =>
    z
      .array(
        z.object({
          name: z.string({ description: 'A short one, part of the policy’s' }),
          cidr: z.string({ description: 'Such as 10.1.2.0/24' }).optional(),
          namespace: z
            .string({ description: 'Of the same cluster; this or cidr' })
            .optional(),
          ports: z.array(
            z.object({
              protocol: z.enum(['TCP', 'UDP']),
              port: z.number().int().min(1).max(65_535),
            }),
          ),
        }),
        { description: 'Where Pods may talk to, beside DNS' },
      )
      .optional(),
  roles: (z: Z) =>
    z
      .array(z.string(), {
        description:
          'Role presets that the group gets: of shiftDown.provisioning.roles',
      })
      .optional(),
  baselineVersion: (z: Z) =>
    z
      .string({
        description: 'Version of the baseline; the current one if not given',
      })
      .optional(),
};

/** As the schema above says it. */
export interface NamespaceInput {
  cluster: string;
  name: string;
  ownerRef: string;
  systemRef?: string | undefined;
  dependencyOf?: string[] | undefined;
  environment: string;
  podSecurity?: WishedPodSecurityLevel | undefined;
  size: string;
  limits?: LimitsPreset | undefined;
  egress?: NamespaceRequest['egress'] | undefined;
  roles?: string[] | undefined;
  baselineVersion?: string | undefined;
}

/** Nothing else that the action was given goes along. */
export function requestOf(input: NamespaceInput): NamespaceRequest {
  const { cluster, name, ownerRef, environment, size } = input;
  const { systemRef, baselineVersion, podSecurity, limits } = input;
  return {
    cluster,
    name,
    ownerRef,
    environment,
    size,
    ...(systemRef && { systemRef }),
    ...(baselineVersion && { baselineVersion }),
    ...(podSecurity && { podSecurity }),
    ...(limits && { limits }),
    dependencyOf: (input.dependencyOf ?? []).filter(Boolean),
    roles: (input.roles ?? []).filter(Boolean),
    egress: (input.egress ?? []).map(
      ({ name: destination, cidr, namespace, ports }) => ({
        name: destination,
        ports,
        ...(cidr && { cidr }),
        ...(namespace && { namespace }),
      }),
    ),
  };
}

/** Page of a managed namespace in the portal. */
export function pageOf({ cluster, name }: { cluster: string; name: string }) {
  return `/security/managed-namespaces/${encodeURIComponent(
    cluster,
  )}/${encodeURIComponent(name)}`;
}
