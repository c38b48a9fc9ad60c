import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Move all Dockerfiles to the newest release of their channel',
    example: stringify({
      steps: [
        {
          id: 'bump',
          name: 'Move the base image',
          action: 'shift-down:image:bump',
          input: { image: 'nodejs' },
        },
      ],
    }),
  },
  {
    description: 'Move those of one service to a release',
    example: stringify({
      steps: [
        {
          id: 'bump',
          name: 'Move the base image',
          action: 'shift-down:image:bump',
          input: {
            image: 'nodejs',
            to: '24.11.0',
            paths: ['services/api/**/Dockerfile'],
          },
        },
      ],
    }),
  },
];
