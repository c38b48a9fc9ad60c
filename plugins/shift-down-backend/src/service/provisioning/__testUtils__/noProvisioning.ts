import { ConfigReader } from '@backstage/config';
import { readProvisioningConfig } from '../../../provisioning/config';
import type { ProvisioningParts } from '../ProvisioningContext';

/** A portal that makes no namespaces, as one is whose config says nothing of them. */
export function noProvisioning(): ProvisioningParts {
  const refuse = async () => {
    throw new Error('Nothing makes namespaces here');
  };
  return {
    config: readProvisioningConfig(new ConfigReader({})),
    provisioners: [],
    provisioning: {
      preview: refuse,
      provision: refuse,
      adopt: refuse,
      repair: refuse,
      upgrade: refuse,
    },
    baselines: {
      current: async () => ({ baselines: [], problems: [] }),
      version: refuse,
    },
    groups: { nameOf: async () => ({ problem: 'Nobody has a name here' }) },
    rollouts: { plan: refuse, change: refuse },
    proofs: { verify: refuse },
    onChanged: () => {},
  };
}
