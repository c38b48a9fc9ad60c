import { createExtensionTester } from '@backstage/frontend-test-utils';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { namespaceOptionField, namespacePreviewField } from './extensions';

it('is known to the scaffolder by the names that templates use', async () => {
  const option = createExtensionTester(namespaceOptionField).get(
    FormFieldBlueprint.dataRefs.formFieldLoader,
  );
  const preview = createExtensionTester(namespacePreviewField).get(
    FormFieldBlueprint.dataRefs.formFieldLoader,
  );
  expect(await Promise.all([option(), preview()])).toMatchObject([
    { name: 'ShiftDownNamespaceOption' },
    { name: 'ShiftDownNamespacePreview' },
  ]);
});
