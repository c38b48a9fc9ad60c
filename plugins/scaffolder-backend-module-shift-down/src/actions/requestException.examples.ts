import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const exampleOf = (input: object) =>
  stringify({
    steps: [
      {
        id: 'exception',
        name: 'Ask for an exception',
        action: 'shift-down:exception:request',
        input,
      },
    ],
  });

export const examples: TemplateExample[] = [
  {
    description: 'Ask for a month in which a control is not met',
    example: exampleOf({
      entityRef: 'component:default/payments-api',
      control: 'run-as-non-root',
      days: 30,
      category: 'migration',
      justification: 'The base image runs as root until it is moved',
      compensatingControls: 'The root file system is read-only',
    }),
  },
  {
    description: 'Ask for one rule of a policy, for one workload',
    example: exampleOf({
      entityRef: 'component:default/payments-api',
      policy: {
        engine: 'kyverno',
        name: 'disallow-capabilities',
        rule: 'adding-capabilities',
      },
      scope: {
        cluster: 'demo',
        namespace: 'payments',
        workload: { kind: 'Deployment', name: 'payments-api' },
      },
      until: '2027-03-31T22:00:00Z',
      category: 'vendor-fix-pending',
      justification: 'The agent needs NET_ADMIN until its next release',
      ticket: 'PAY-1234',
    }),
  },
  {
    description: 'Ask for a vulnerability to be accepted',
    example: exampleOf({
      entityRef: 'component:default/payments-api',
      vulnerability: {
        advisory: 'CVE-2026-12345',
        packageUrl: 'pkg:deb/debian/zlib1g',
      },
      days: 14,
      category: 'vendor-fix-pending',
      justification: 'No release of it is fixed yet',
    }),
  },
];
