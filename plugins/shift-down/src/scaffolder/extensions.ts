/** Fields of the form that asks for a namespace; they attach to the scaffolder. */
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

/** `ui:field: ShiftDownNamespaceOption`, with `ui:options: { option: cluster }`. */
export const namespaceOptionField = FormFieldBlueprint.make({
  name: 'namespace-option',
  params: {
    field: () =>
      import('./fields').then(({ namespaceOption }) => namespaceOption),
  },
});

/** `ui:field: ShiftDownNamespacePreview`. */
export const namespacePreviewField = FormFieldBlueprint.make({
  name: 'namespace-preview',
  params: {
    field: () =>
      import('./fields').then(({ namespacePreview }) => namespacePreview),
  },
});
