import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { exampleOf, REQUEST } from './examplesOf';

const ACTION = 'shift-down:namespace:apply';

export const examples: TemplateExample[] = [
  {
    description: 'Make a small namespace for developers of a team',
    example: exampleOf(ACTION, 'Make the namespace', REQUEST),
  },
  {
    description:
      'Make one that refuses Pods without limits, and is to be lowered to the level baseline once an exception allows it',
    example: exampleOf(ACTION, 'Make the namespace', {
      ...REQUEST,
      limits: 'strict',
      podSecurity: 'baseline',
    }),
  },
];
