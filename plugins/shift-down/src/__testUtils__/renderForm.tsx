/** The form of the template that makes namespaces, in the real scaffolder. */
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import type { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { screen } from '@testing-library/react';
import { shiftDownApiRef } from '../api';
import { NamespaceOptionField } from '../scaffolder/NamespaceOptionField';
import { NamespacePreviewField } from '../scaffolder/NamespacePreviewField';
import { validateOption, validatePreview } from '../scaffolder/validation';
import { FakeShiftDownApi, type FakeData } from './FakeShiftDownApi';
import { aNamespacePreview, someNamespaceOptions } from './fixtures';

const fields = [
  {
    name: 'ShiftDownNamespaceOption',
    component: NamespaceOptionField,
    validation: validateOption,
  },
  {
    name: 'ShiftDownNamespacePreview',
    component: NamespacePreviewField,
    validation: validatePreview,
  },
] as FieldExtensionOptions[];

const optionField = (title: string, name: string) => ({
  title,
  type: 'string',
  'ui:field': 'ShiftDownNamespaceOption',
  'ui:options': { option: name },
});

const steps = [
  {
    title: 'Where',
    schema: {
      required: ['cluster', 'ownerRef', 'environment', 'size'],
      properties: {
        cluster: optionField('Cluster', 'cluster'),
        ownerRef: optionField('Owner', 'group'),
        environment: optionField('Environment', 'environment'),
        size: optionField('Size', 'size'),
        roles: {
          ...optionField('Roles', 'roles'),
          type: 'array',
          items: { type: 'string' },
        },
      },
    },
  },
  {
    title: 'Look',
    schema: {
      properties: {
        preview: {
          title: 'Preview',
          type: 'string',
          'ui:field': 'ShiftDownNamespacePreview',
        },
      },
    },
  },
];

/** All that has to be filled in. */
export const FILLED = {
  cluster: 'demo',
  name: 'team-a-shop',
  ownerRef: 'group:default/team-a',
  environment: 'production',
  size: 'small',
};

/** Both pages of the form, or one of them. */
export function renderForm(options: {
  data?: FakeData;
  api?: FakeShiftDownApi;
  initialState?: Record<string, string>;
  step?: number;
}) {
  // The scaffolder scrolls to the top of each page; jsdom has no such thing.
  window.scrollTo = jest.fn();
  const api =
    options.api ??
    new FakeShiftDownApi({
      namespaceOptions: someNamespaceOptions(),
      namespacePreview: aNamespacePreview(),
      ...options.data,
    });
  const onCreate = jest.fn();
  renderInTestApp(
    <Stepper
      manifest={{
        title: 'Secure namespace',
        steps: options.step === undefined ? steps : [steps[options.step]],
      }}
      extensions={fields}
      initialState={options.initialState}
      onCreate={onCreate}
    />,
    { apis: [[shiftDownApiRef, api]] },
  );
  return { api, onCreate };
}

/** The button of a choice. */
export const select = (name: RegExp) => screen.findByRole('button', { name });
