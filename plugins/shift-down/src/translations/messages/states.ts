/** What a person reads where there is no posture to show, and what to do about it. */
export const states = {
  pending: {
    title: 'Not assessed yet',
    text: 'The catalog knows this entity, but its evidence has not been read yet. This page looks again by itself every few seconds.',
  },
  notClaimed: {
    title: 'No annotation yet: paste this',
    text: 'Nothing says which workloads belong to this entity, so nothing is known about its security. Add the annotation to its catalog file:',
    label:
      'Then put the same value as a label on the workloads and their Pods:',
    catalogFile: 'Annotation for the catalog file',
    workloadFile: 'Label for the workload',
    rollup: {
      title: 'Nothing to add up yet',
      text: 'The posture of a system or domain is that of its parts. None of its parts that you may see has one yet.',
    },
  },
  unconfirmed: {
    title: 'The claim is not confirmed',
    text: 'This entity claims workloads by annotation. An annotation only claims: the owner of the namespace has to confirm it, and nobody who owns this entity is known as that owner. Until then nothing about those workloads is shown or scored.',
    claims: 'What it claims',
    toDo: 'Ask the platform team to put this label on the Namespace:',
    orConfig: 'Or to add this rule to the configuration of the portal:',
    labelFile: 'Label for the Namespace',
    configFile: 'Rule for the portal’s configuration',
  },
  noWorkloads: {
    title: 'Nothing runs that matches',
    text: 'The claim stands, but no workload in the clusters that the portal reads matches it. That says nothing about security, so the posture is unknown.',
    claims: 'What it claims',
    rollup:
      'No part that you may see runs anything, so there is nothing to add up.',
  },
  notFound: {
    title: 'Nothing here for you',
    text: 'Either the portal knows no such thing, or you may not see its security. Ask its owner if you think you should.',
  },
  failed: {
    title: 'This could not be loaded',
    retry: 'Try again',
  },
  copy: {
    action: 'Copy',
    done: 'Copied',
    failed: 'Select the text to copy it',
    label: 'Copy: {{what}}',
  },
} as const;
