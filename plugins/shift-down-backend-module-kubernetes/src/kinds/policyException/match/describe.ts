/** How far an exception by `match` reaches, in words. */
import type { z } from 'zod';
import type { labelSelector } from '../../resource/schema';
import { either } from '../toExemption';
import type {
  MatchCondition,
  MatchExceptionObject,
  MatchFilter,
  PodSecurityControl,
} from './schema';

type Spec = MatchExceptionObject['spec'];

/** @internal */
export function describeMatch(spec: Spec): string[] {
  const { match, conditions, podSecurity } = spec;
  const sentences = [`Lets through ${describeFilters(match)}.`];
  if (podSecurity?.length) {
    sentences.push(
      `Only the Pod Security controls ${podSecurity
        .map(describeControl)
        .join('; ')}.`,
    );
  }
  // Images narrow a control to some containers; nothing else does.
  if (
    !podSecurity?.length ||
    podSecurity.some(({ images }) => !images?.length)
  ) {
    sentences.push('Every container of it is exempt.');
  }
  for (const [word, list] of [
    ['one', conditions?.any ?? []],
    ['all', conditions?.all ?? []],
  ] as const) {
    if (list.length > 0) {
      sentences.push(
        `Only where ${word} of these hold: ${list
          .map(describeCondition)
          .join('; ')}.`,
      );
    }
  }
  if (spec.background === false) {
    sentences.push('Background scans do not honour it.');
  }
  return sentences;
}

function describeFilters(match: Spec['match']): string {
  if (match?.any?.length) {
    return match.any.map(describeFilter).join(', and also ');
  }
  return (
    (match?.all ?? []).map(describeFilter).join(', which at once is ') ||
    'everything that the policy matches'
  );
}

function describeFilter(filter: MatchFilter): string {
  const { resources, subjects, roles, clusterRoles } = filter;
  const names = [
    ...(resources?.name ? [resources.name] : []),
    ...(resources?.names ?? []),
  ];
  const users = [
    ...(subjects ?? []).map(({ kind, name }) => `${kind} ${name}`),
    ...(roles ?? []).map(name => `Role ${name}`),
    ...(clusterRoles ?? []).map(name => `ClusterRole ${name}`),
  ];
  const annotations = Object.keys(resources?.annotations ?? {});
  return [
    either(resources?.kinds ?? []) || 'every kind of object',
    ...when('named', names),
    ...when('in namespace', resources?.namespaces ?? []),
    ...selected('in namespaces labelled', resources?.namespaceSelector),
    ...selected('labelled', resources?.selector),
    // Their values are not for reading.
    ...(annotations.length ? [`with certain ${annotations.join(', ')}`] : []),
    ...when('on', resources?.operations ?? []),
    ...when('asked for by', users),
  ].join(' ');
}

function when(word: string, values: string[]): string[] {
  return values.length > 0 ? [`${word} ${either(values)}`] : [];
}

function selected(
  word: string,
  selector: z.infer<typeof labelSelector> | null | undefined,
): string[] {
  if (!selector) {
    return [];
  }
  const labels = Object.entries(selector.matchLabels ?? {}).map(
    ([label, value]) => `${label}=${value}`,
  );
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values }) =>
      [
        key,
        operator,
        ...(values?.length ? [`(${values.join(', ')})`] : []),
      ].join(' '),
  );
  return [`${word} ${[...labels, ...expressions].join(' and ') || 'anyhow'}`];
}

function describeControl(control: PodSecurityControl): string {
  const { controlName, images, restrictedField, values } = control;
  return [
    controlName,
    ...when('for images', images ?? []),
    ...(restrictedField ? [`in ${restrictedField}`] : []),
    ...when('with', values ?? []),
  ].join(' ');
}

function describeCondition({ key, operator, value }: MatchCondition): string {
  return [asText(key), operator, asText(value)].join(' ');
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
