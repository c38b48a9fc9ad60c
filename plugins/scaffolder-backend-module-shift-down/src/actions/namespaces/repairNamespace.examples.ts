import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { exampleOf, PLACE } from './examplesOf';

export const examples: TemplateExample[] = [
  {
    description: 'Put back what was changed in a namespace',
    example: exampleOf('shift-down:namespace:repair', 'Repair it', PLACE),
  },
];
