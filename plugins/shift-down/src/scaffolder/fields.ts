import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { NAMESPACE_OPTIONS } from '../components/Provisioning';
import { NamespaceOptionField } from './NamespaceOptionField';
import { NamespacePreviewField } from './NamespacePreviewField';
import { validateOption, validatePreview } from './validation';

export const namespaceOption = createFormField({
  name: 'ShiftDownNamespaceOption',
  component: NamespaceOptionField,
  validation: validateOption,
  schema: makeFieldSchema({
    output: z => z.union([z.string(), z.array(z.string())]),
    uiOptions: z =>
      z.object({
        option: z
          .enum(NAMESPACE_OPTIONS)
          .describe('What is chosen: what there is, the platform team decides'),
      }),
  }),
});

export const namespacePreview = createFormField({
  name: 'ShiftDownNamespacePreview',
  component: NamespacePreviewField,
  validation: validatePreview,
  schema: makeFieldSchema({ output: z => z.string() }),
});
