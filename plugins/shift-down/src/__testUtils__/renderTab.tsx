import type { Entity } from '@backstage/catalog-model';
import type { ExtensionDefinition } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import type { ShiftDownApi } from '@shift-down/plugin-shift-down-common/client';
import { screen } from '@testing-library/react';
import { useLocation } from 'react-router-dom';
import { shiftDownApiRef } from '../api';
import { entitySecurityContent } from '../plugin';
import { sampleEntity } from './fixtures';

/** Shows the address, so that a test can read what would be shared. */
export function LocationProbe() {
  const { search } = useLocation();
  return <output data-testid="search">{search}</output>;
}

const probe = EntityCardBlueprint.make({
  name: 'location-probe',
  params: { loader: async () => <LocationProbe /> },
});

/** The search parameters of the page's address. */
export function currentSearch(): URLSearchParams {
  return new URLSearchParams(
    screen.getByTestId('search').textContent ?? undefined,
  );
}

/** Renders one of the plugin's entity extensions, the tab unless told, on a test page. */
export function renderEntityExtension(options: {
  api: ShiftDownApi;
  extension?: ExtensionDefinition;
  entity?: Entity;
  search?: string;
}) {
  return renderTestApp({
    extensions: [
      createTestEntityPage({ entity: options.entity ?? sampleEntity }),
      options.extension ?? entitySecurityContent,
      probe,
    ],
    apis: [[shiftDownApiRef, options.api]],
    initialRouteEntries: [`/${options.search ?? ''}`],
  });
}
