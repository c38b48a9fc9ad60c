/** What a field of the form offers, worked out from what the platform team decided. */
import { parseEntityRef } from '@backstage/catalog-model';
import type { NamespaceOptions } from '@shift-down/plugin-shift-down-common/client';

/** Values of `ui:options.option`. */
export const NAMESPACE_OPTIONS = [
  'cluster',
  'group',
  'environment',
  'size',
  'roles',
  'baseline',
] as const;

/** {@inheritDoc NAMESPACE_OPTIONS} */
export type NamespaceOption = (typeof NAMESPACE_OPTIONS)[number];

/** One thing to choose. */
export interface Choice {
  id: string;
  label: string;
  /** In a line; about a cluster, how namespaces get into it. */
  hint?:
    | { delivery: NamespaceOptions['clusters'][number]['delivery'] }
    | { prefixes: string[] }
    | { text: string };
  isCurrent?: boolean;
  /** Why it can't be chosen now. */
  problem?: string;
}

export function isNamespaceOption(value: unknown): value is NamespaceOption {
  return NAMESPACE_OPTIONS.some(option => option === value);
}

/** In `cluster`, if that is chosen already, only what is open there. */
export function choicesOf(
  option: NamespaceOption,
  options: NamespaceOptions,
  cluster?: string,
): Choice[] {
  switch (option) {
    case 'cluster':
      return options.clusters.map(({ name, title, delivery, problem }) => ({
        id: name,
        label: title,
        hint: { delivery },
        problem,
      }));
    case 'group':
      return options.groups.map(({ ref, title, prefixes, problem }) => ({
        id: ref,
        label: title ?? parseEntityRef(ref).name,
        hint: { prefixes },
        problem,
      }));
    case 'environment': {
      const open = options.clusters.find(it => it.name === cluster);
      return options.environments
        .filter(({ name }) => open?.environments?.includes(name) ?? true)
        .map(({ name, title }) => ({ id: name, label: title }));
    }
    case 'size':
      return options.sizes.map(({ name, title, quota }) => ({
        id: name,
        label: title,
        hint: {
          text: Object.entries(quota)
            .map(([resource, amount]) => `${resource} ${amount}`)
            .join(', '),
        },
      }));
    case 'roles':
      return options.roles.map(({ name, title, clusterRole }) => ({
        id: name,
        label: title,
        hint: { text: clusterRole },
      }));
    default:
      return options.baselines.map(({ version, isCurrent }) => ({
        id: version,
        label: version,
        isCurrent,
      }));
  }
}
