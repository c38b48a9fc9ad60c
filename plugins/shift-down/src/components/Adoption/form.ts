/** What the form holds, how it starts, and what is asked with it. */
import type {
  NamespaceOptions,
  NamespacePlace,
  NamespaceRequest,
} from '@shift-down/plugin-shift-down-common/client';
import { choicesOf, type Choice, type NamespaceOption } from '../Provisioning';

export interface AdoptionValues {
  ownerRef: string;
  environment: string;
  size: string;
  roles: string[];
}

const REQUIRED = ['ownerRef', 'environment', 'size'] as const;

/**
 * Groups that it can be given to: one's own, and for who runs all namespaces also the one
 * that owns it now.
 */
export function ownersOf(options: NamespaceOptions, owner?: string): Choice[] {
  const own = choicesOf('group', options);
  return owner && options.mayManage && !own.some(({ id }) => id === owner)
    ? [...own, { id: owner, label: owner }]
    : own;
}

/** Filled in where there is nothing to choose. */
export function startOf(
  options: NamespaceOptions,
  { cluster }: NamespacePlace,
  owner?: string,
): AdoptionValues {
  const owners = ownersOf(options, owner).filter(({ problem }) => !problem);
  const only = (option: NamespaceOption) => {
    const choices = choicesOf(option, options, cluster);
    return choices.length === 1 ? choices[0].id : '';
  };
  const lone = owners.length === 1 ? owners[0].id : '';
  return {
    ownerRef: owners.find(({ id }) => id === owner)?.id ?? lone,
    environment: only('environment'),
    size: only('size'),
    roles: [],
  };
}

export function missingFields(values: AdoptionValues) {
  return REQUIRED.filter(field => !values[field]);
}

export function requestFrom(
  { cluster, namespace }: NamespacePlace,
  values: AdoptionValues,
): NamespaceRequest {
  return { cluster, name: namespace, ...values };
}
