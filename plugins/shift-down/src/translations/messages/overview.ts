/** The entity card and the fleet page. */
export const overview = {
  card: {
    title: 'Security',
    worst: 'Worst finding',
    noWorst: 'No failing finding among the {{share}} known.',
    clean: 'Every check is known and none fails.',
    details: 'See security details',
    notClaimed:
      'Nothing says which workloads belong to this entity. The details show what to paste.',
    unconfirmed:
      'The owner of the namespace has to confirm it. The details show what to ask for.',
  },
  fleet: {
    caption: 'Entities by their security posture',
    loading: 'Loading entities…',
    total_one: '{{count}} entity',
    total_other: '{{count}} entities',
    totalAtLeast_one: 'More than {{count}} entity',
    totalAtLeast_other: 'More than {{count}} entities',
    empty: 'No entity that you may see has a posture yet.',
    filtered: 'No entity matches these filters.',
    search: 'Search entities',
    searchHint: 'Name or title',
    filters: {
      label: 'Filters',
      kind: 'Kind',
      grade: 'Grade',
      owner: 'Owner',
      severity: 'Worst severity',
      any: 'Any',
      clear: 'Clear filters',
      gradeOption: '{{grade}}: {{word}}',
      gradeUnknown: 'Not known',
    },
    columns: {
      name: 'Name',
      kind: 'Kind',
      grade: 'Grade',
      counts: 'Checks',
      worst: 'Worst finding',
      owner: 'Owner',
    },
    noWorst: 'None failing in what is known',
    noneKnown: 'Not known',
    noOwner: 'No owner',
    state: {
      pending: 'Not assessed yet',
      'not-claimed': 'No annotation yet',
      unconfirmed: 'Claim not confirmed',
      'no-workloads': 'Nothing runs that matches',
    },
  },
} as const;
