/** Managed namespaces in every state, for the development app. */
import type { FakeData } from '../src/__testUtils__/FakeShiftDownApi';
import {
  aDriftedNamespace,
  aManagedNamespace,
  aNamespacePreview,
  anAdoptionPlan,
  aRollout,
  someBaselines,
  someNamespaceOptions,
  someProofs,
} from '../src/__testUtils__/fixtures';

const sample = (
  name: string,
  overrides: Parameters<typeof aManagedNamespace>[0] = {},
) =>
  aManagedNamespace({
    id: name,
    name,
    entityRef: `resource:default/demo-${name}`,
    actions: ['verify', 'repair', 'register'],
    proofs: someProofs(),
    ...overrides,
  });

export const sampleManagedNamespaces: FakeData = {
  managedNamespaces: [
    sample('sample-as-applied'),
    aDriftedNamespace({
      id: 'sample-drifted',
      name: 'sample-drifted',
      actions: ['verify', 'repair', 'register'],
      proofs: someProofs(),
    }),
    sample('sample-behind', {
      baselineVersion: '1.0.0',
      isBehind: true,
      actions: ['verify', 'repair', 'upgrade', 'register'],
    }),
    sample('sample-level-wished', { wishedLevel: 'baseline' }),
    sample('sample-level-lowered', {
      wishedLevel: 'baseline',
      appliedLevel: 'baseline',
      exceptionId: '00000000-0000-4000-8000-00000000eeee',
    }),
    sample('sample-unknown', { unknown: 2 }),
    sample('sample-never-compared', { comparedAt: undefined }),
    sample('sample-being-made', { state: 'applying', comparedAt: undefined }),
    sample('sample-partly-made', { state: 'partial' }),
    sample('sample-proposed', {
      state: 'proposed',
      delivery: 'pull-request',
      pullRequestUrl: 'https://git.example.com/clusters/demo/pulls/4',
      comparedAt: undefined,
    }),
    sample('sample-gone', { state: 'gone', actions: ['forget'] }),
  ],
  namespaceOptions: someNamespaceOptions({ mayManage: true }),
  namespacePreview: aNamespacePreview(),
  adoptionPlan: anAdoptionPlan({ mayAdopt: true }),
  baselines: someBaselines({ mayManage: true }),
  rollouts: [
    aRollout({ mayManage: true }),
    aRollout({
      id: '00000000-0000-4000-8000-0000000000b2',
      state: 'planned',
      counts: { planned: 3 },
      mayManage: true,
    }),
  ],
  mayCreateNamespaces: true,
  mayManageNamespaces: true,
};
