import { createExtensionTester } from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { ANNOTATION_GOLDEN_IMAGE } from '@shift-down/plugin-shift-down-common';
import { screen } from '@testing-library/react';
import { FakeShiftDownApi } from '../../__testUtils__/FakeShiftDownApi';
import { aGoldenImage, sampleEntity } from '../../__testUtils__/fixtures';
import { renderEntityExtension } from '../../__testUtils__/renderTab';
import { entityGoldenImageContent } from '../../plugin';

const entity = {
  ...sampleEntity,
  kind: 'Resource',
  metadata: {
    name: 'golden-image-debian-slim',
    namespace: 'default',
    annotations: { [ANNOTATION_GOLDEN_IMAGE]: 'debian-slim' },
  },
};

describe('golden image on its entity page', () => {
  it('shows the golden image that the annotation names', async () => {
    renderEntityExtension({
      api: new FakeShiftDownApi({ goldenImages: [aGoldenImage()] }),
      extension: entityGoldenImageContent,
      entity,
    });
    expect(
      await screen.findByRole('heading', { name: 'Debian slim' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['a golden image', entity, true],
    ['another resource', { ...sampleEntity, kind: 'Resource' }, false],
    ['a component that names one', { ...entity, kind: 'Component' }, false],
  ])('is shown for %s: %#', (_, shown, expected) => {
    const matches = createExtensionTester(entityGoldenImageContent).get(
      EntityContentBlueprint.dataRefs.filterFunction,
    );
    expect(matches?.(shown)).toBe(expected);
  });
});
