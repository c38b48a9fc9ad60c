/** What a request takes of its team's quota, exactly. */
import { InputError } from '@backstage/errors';
import {
  formatQuantity,
  parseQuantity,
  type Quantity,
} from '../../admissionInput/quantity';
import type { NamespaceRequest, ProvisioningRules } from '../types';

/** What a request takes of its team's quota, for one resource. @public */
export interface QuotaUse {
  resource: string;
  /** Of the owner's other namespaces in the cluster together, as Kubernetes writes it. */
  used: string;
  /** By the request. */
  asked: string;
  /** Unset: no limit is set for it. */
  allowed?: string;
  isExceeded: boolean;
}

const NOTHING: Quantity = { nano: 0n, format: 'decimal' };

/** Whether Kubernetes takes it for a quantity, such as `500m` or `2Gi`. @public */
export function isQuantity(value: string): boolean {
  return parseQuantity(value) !== undefined;
}

/**
 * By resource, in alphabetical order: those that the size bounds and those that the team's
 * quota does. Of a size that is not configured any more nothing is counted.
 *
 * @param others - Of the same owner in the same cluster, without the request itself.
 * @throws InputError for a quantity in the rules that is none.
 * @public
 */
export function quotaUseOf(
  request: NamespaceRequest,
  { sizes, teamQuota = {} }: ProvisioningRules,
  others: readonly NamespaceRequest[],
): QuotaUse[] {
  const quotas = new Map(sizes.map(({ name, quota }) => [name, quota]));
  const quotaOf = ({ size }: NamespaceRequest) => quotas.get(size) ?? {};
  const resources = new Set([
    ...Object.keys(quotaOf(request)),
    ...Object.keys(teamQuota),
  ]);
  return [...resources].sort().map(resource => {
    const amountIn = (quota: Record<string, string>) =>
      amountOf(resource, own(quota, resource) ?? '0');
    const asked = amountIn(quotaOf(request));
    const used = others.map(quotaOf).map(amountIn).reduce(add, NOTHING);
    const limit = own(teamQuota, resource);
    const allowed = limit === undefined ? undefined : amountOf(resource, limit);
    return {
      resource,
      used: formatQuantity(used),
      asked: formatQuantity(asked),
      ...(allowed && { allowed: formatQuantity(allowed) }),
      isExceeded:
        allowed !== undefined && used.nano + asked.nano > allowed.nano,
    };
  });
}

function add(sum: Quantity, { nano, format }: Quantity): Quantity {
  return {
    nano: sum.nano + nano,
    format: sum.nano === 0n ? format : sum.format,
  };
}

function amountOf(resource: string, value: string): Quantity {
  const quantity = parseQuantity(value);
  if (!quantity) {
    throw new InputError(
      `'${value}' for ${resource} is no quantity of Kubernetes; write one such as 500m or 2Gi`,
    );
  }
  return quantity;
}

function own(quota: Record<string, string>, resource: string) {
  return Object.hasOwn(quota, resource) ? quota[resource] : undefined;
}
