import type { Entity } from '@backstage/catalog-model';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  ANNOTATION_KUBERNETES_CLUSTER,
  ANNOTATION_KUBERNETES_NAMESPACE,
} from '@shift-down/plugin-shift-down-common';
import { screen, within } from '@testing-library/react';
import { entitySecurityContent } from '../../plugin';
import { FakeShiftDownApi } from '../../__testUtils__/FakeShiftDownApi';
import {
  aDriftedNamespace,
  aPosture,
  sampleEntity,
} from '../../__testUtils__/fixtures';
import { renderEntityExtension } from '../../__testUtils__/renderTab';
import { placeOf } from './EntityManagedNamespace';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'demo-team-a-drifted',
    namespace: 'default',
    annotations: {
      [ANNOTATION_KUBERNETES_CLUSTER]: 'demo',
      [ANNOTATION_KUBERNETES_NAMESPACE]: 'team-a-drifted',
    },
  },
  spec: { type: 'kubernetes-namespace', owner: 'team-a' },
};

describe('security tab of a namespace', () => {
  it('is there', () => {
    const matches = createExtensionTester(entitySecurityContent).get(
      EntityContentBlueprint.dataRefs.filterFunction,
    );
    expect(matches?.(entity)).toBe(true);
  });

  it('shows how the managed namespace stands, whatever its posture is', async () => {
    renderEntityExtension({
      api: new FakeShiftDownApi({ managedNamespaces: [aDriftedNamespace()] }),
      entity,
    });
    const section = within(
      await screen.findByRole('region', { name: 'Managed namespace' }),
    );
    expect(await section.findByText('3 objects differ')).toBeInTheDocument();
    expect(
      section.getByText('It is not as it was applied'),
    ).toBeInTheDocument();
  });

  it('says so where the portal has no record of it', async () => {
    renderEntityExtension({ api: new FakeShiftDownApi({}), entity });
    expect(
      await screen.findByText(/The portal has no record of this namespace/),
    ).toBeInTheDocument();
  });

  it('says nothing of namespaces on other tabs', async () => {
    renderEntityExtension({
      api: new FakeShiftDownApi({ postures: [aPosture()] }),
    });
    await screen.findByRole('tablist', { name: /./ });
    expect(
      screen.queryByRole('region', { name: 'Managed namespace' }),
    ).not.toBeInTheDocument();
  });
});

describe('namespace that an entity stands for', () => {
  it.each([
    ['a component', { ...sampleEntity, metadata: entity.metadata }],
    ['another resource', { ...entity, spec: { type: 'database' } }],
    ['one without annotations', { ...entity, metadata: { name: 'x' } }],
  ])('is none for %s', (_, other) => {
    expect(placeOf(other)).toBeUndefined();
  });

  it('is where the annotations say', () => {
    expect(placeOf(entity)).toEqual({
      cluster: 'demo',
      namespace: 'team-a-drifted',
    });
  });
});
