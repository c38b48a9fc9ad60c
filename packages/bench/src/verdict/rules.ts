/** Five rules of the guardrail bundle, reduced to what every engine of the comparison takes. */
import type { Rule } from './peers';

const VARIABLES = [
  {
    name: 'podSpec',
    expression:
      "object.kind == 'Pod' ? object.spec : object.kind == 'CronJob' ? object.spec.jobTemplate.spec.template.spec : object.spec.template.spec",
  },
  {
    name: 'containers',
    expression:
      'variables.podSpec.containers + (has(variables.podSpec.initContainers) ? variables.podSpec.initContainers : [])',
  },
];

export const RULES: Rule[] = [
  {
    name: 'no-latest',
    validations: [
      {
        expression:
          "variables.containers.all(c, c.image.contains('@') || (c.image.contains(':') && !c.image.endsWith(':latest')))",
        message: 'Images need a tag that is not latest',
      },
    ],
  },
  {
    name: 'by-digest',
    validations: [
      {
        expression:
          "variables.containers.all(c, c.image.matches('@sha256:[0-9a-f]{64}$'))",
        message: 'Images are named by digest',
      },
    ],
  },
  {
    name: 'registries',
    validations: [
      {
        expression:
          "variables.containers.all(c, ['registry.example.com/', 'ghcr.io/acme/'].exists(r, c.image.startsWith(r)))",
        message: 'Images come from allowed registries',
      },
    ],
  },
  {
    name: 'limits',
    validations: [
      {
        expression:
          "variables.containers.all(c, has(c.resources) && has(c.resources.limits) && 'memory' in c.resources.limits)",
        message: 'Containers limit their memory',
      },
    ],
  },
  {
    name: 'read-only',
    validations: [
      {
        expression:
          'variables.containers.all(c, has(c.securityContext) && has(c.securityContext.readOnlyRootFilesystem) && c.securityContext.readOnlyRootFilesystem)',
        message: 'Root file systems are read-only',
      },
    ],
  },
].map(rule => ({ ...rule, variables: VARIABLES }));
