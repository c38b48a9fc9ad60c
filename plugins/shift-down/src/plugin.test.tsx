import { coreExtensionData } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { ANNOTATION_GOLDEN_IMAGE } from '@shift-down/plugin-shift-down-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import shiftDownPlugin, { shiftDownApiRef } from '.';
import {
  baselinesPage,
  campaignsPage,
  entitySecurityContent,
  exceptionsPage,
  fleetPage,
  goldenImagesPage,
  managedNamespacesPage,
  namespacesPage,
  securityPage,
  sourcesPage,
} from './plugin';
import { FakeShiftDownApi } from './__testUtils__/FakeShiftDownApi';
import {
  aSourceList,
  sampleEntity,
  someBaselines,
} from './__testUtils__/fixtures';

describe('plugin', () => {
  it('is named for people', () => {
    expect(String(shiftDownPlugin)).toContain('shift-down');
  });

  it('puts a page in the sidebar', () => {
    const page = createExtensionTester(securityPage);
    expect(page.get(coreExtensionData.routePath)).toBe('/security');
    expect(page.get(coreExtensionData.title)).toBe('Security');
    expect(page.get(coreExtensionData.icon)).toBeDefined();
  });

  it('opens on the entities, with the other tabs beside them', async () => {
    const api = new FakeShiftDownApi({
      sources: aSourceList(),
      baselines: someBaselines(),
    });
    renderTestApp({
      extensions: [
        securityPage,
        fleetPage,
        namespacesPage,
        managedNamespacesPage,
        baselinesPage,
        goldenImagesPage,
        campaignsPage,
        exceptionsPage,
        sourcesPage,
      ],
      apis: [
        [shiftDownApiRef, api],
        [catalogApiRef, catalogApiMock()],
      ],
      initialRouteEntries: ['/security'],
    });
    expect(
      await screen.findByText('No entity that you may see has a posture yet.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Entities' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await userEvent.click(screen.getByRole('tab', { name: 'Namespaces' }));
    expect(
      await screen.findByText('No namespace that you may see'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('tab', { name: 'Managed namespaces' }),
    );
    expect(
      await screen.findByText('No managed namespace yet'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Baselines' }));
    expect(
      await screen.findByRole('article', { name: '2.0.0' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Golden images' }));
    expect(await screen.findByText('No golden image yet')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Campaigns' }));
    expect(await screen.findByText('No campaign yet')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Exceptions' }));
    expect(
      await screen.findByText('No exception of yours'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Sources' }));
    expect(
      await screen.findByRole('region', { name: 'Demo cluster' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['Component', true],
    ['Resource', true],
    ['API', true],
    ['System', true],
    ['Domain', true],
    ['Group', false],
    ['User', false],
    ['Location', false],
  ])('shows the tab for %s: %s', (kind, expected) => {
    const matches = createExtensionTester(entitySecurityContent).get(
      EntityContentBlueprint.dataRefs.filterFunction,
    );
    expect(matches?.({ ...sampleEntity, kind })).toBe(expected);
  });

  it('does not ask a golden image what it runs', () => {
    const matches = createExtensionTester(entitySecurityContent).get(
      EntityContentBlueprint.dataRefs.filterFunction,
    );
    expect(
      matches?.({
        ...sampleEntity,
        kind: 'Resource',
        metadata: {
          name: 'debian',
          annotations: { [ANNOTATION_GOLDEN_IMAGE]: 'debian' },
        },
      }),
    ).toBe(false);
  });
});
