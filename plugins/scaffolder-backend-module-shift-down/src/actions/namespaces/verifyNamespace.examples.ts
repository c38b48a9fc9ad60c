import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { exampleOf, PLACE } from './examplesOf';

const ACTION = 'shift-down:namespace:verify';

export const examples: TemplateExample[] = [
  {
    description: 'Tell what is refused in a namespace',
    example: exampleOf(ACTION, 'Prove it', PLACE),
  },
  {
    description: 'Fail unless everything is proved',
    example: exampleOf(ACTION, 'Prove it', { ...PLACE, require: 'proved' }),
  },
];
