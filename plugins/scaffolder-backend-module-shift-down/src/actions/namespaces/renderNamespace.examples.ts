import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { exampleOf, REQUEST } from './examplesOf';

const ACTION = 'shift-down:namespace:render';

export const examples: TemplateExample[] = [
  {
    description: 'Write the manifests of a small namespace',
    example: exampleOf(ACTION, 'Render the manifests', REQUEST),
  },
  {
    description:
      'Write those of one that reaches a database, below a folder of your own',
    example: exampleOf(ACTION, 'Render the manifests', {
      ...REQUEST,
      egress: [
        {
          name: 'database',
          cidr: '10.20.0.0/16',
          ports: [{ protocol: 'TCP', port: 5432 }],
        },
      ],
      folder: 'deploy/namespace',
    }),
  },
];
