import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { exampleOf, PLACE } from './examplesOf';

export const examples: TemplateExample[] = [
  {
    description: 'Bring a namespace to the current baseline',
    example: exampleOf('shift-down:namespace:upgrade', 'Upgrade it', PLACE),
  },
];
