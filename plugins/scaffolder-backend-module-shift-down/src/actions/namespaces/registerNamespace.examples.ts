import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { exampleOf, PLACE } from './examplesOf';

export const examples: TemplateExample[] = [
  {
    description: 'Wait at most two minutes for the entity of a namespace',
    example: exampleOf(
      'shift-down:namespace:register',
      'Put it into the catalog',
      { ...PLACE, waitSeconds: 120 },
    ),
  },
];
