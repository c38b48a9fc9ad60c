/** The plugin by itself, on sample data: `yarn start` in this folder. */
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { createDevApp } from '@backstage/frontend-dev-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import shiftDownPlugin, { shiftDownApiRef } from '../src';
import { FakeShiftDownApi } from '../src/__testUtils__/FakeShiftDownApi';
import { sampleData, sampleEntities } from './sampleData';

const sampleCatalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApiMock({ entities: sampleEntities }),
        }),
    }),
  ],
});

const sampleShiftDown = createFrontendModule({
  pluginId: 'shift-down',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: shiftDownApiRef,
          deps: {},
          factory: () => new FakeShiftDownApi(sampleData),
        }),
    }),
  ],
});

createDevApp({
  features: [catalogPlugin, shiftDownPlugin, sampleCatalog, sampleShiftDown],
});
