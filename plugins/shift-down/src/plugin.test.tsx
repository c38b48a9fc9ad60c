import { coreExtensionData } from '@backstage/frontend-plugin-api';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import shiftDownPlugin from '.';
import { entitySecurityContent, fleetPage } from './plugin';
import { sampleEntity } from './__testUtils__/fixtures';

describe('plugin', () => {
  it('is named for people', () => {
    expect(String(shiftDownPlugin)).toContain('shift-down');
  });

  it('puts a page in the sidebar', () => {
    const page = createExtensionTester(fleetPage);
    expect(page.get(coreExtensionData.routePath)).toBe('/security');
    expect(page.get(coreExtensionData.title)).toBe('Security');
    expect(page.get(coreExtensionData.icon)).toBeDefined();
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
});
