import { stringify } from 'yaml';

/** One step that runs the action. */
export function exampleOf(action: string, name: string, input: object): string {
  return stringify({
    steps: [{ id: action.split(':').at(-1), name, action, input }],
  });
}

export const REQUEST = {
  cluster: 'demo',
  name: 'team-payments-refunds',
  ownerRef: 'group:default/team-payments',
  systemRef: 'system:default/payments',
  environment: 'production',
  size: 'small',
  roles: ['developer'],
};

export const PLACE = { cluster: 'demo', name: 'team-payments-refunds' };
