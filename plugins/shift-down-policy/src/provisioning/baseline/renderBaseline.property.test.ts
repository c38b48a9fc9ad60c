/**
 * Whatever is put into a request that passes, it makes the objects of the baseline and no
 * others.
 */
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  aRequest,
  EXAMPLE_VERSIONS,
  exampleBaseline,
  renderInput,
  RULES,
  someFacts,
} from '../__testUtils__/namespaces';
import { judgeRequest } from '../request';
import type { EgressDestination, NamespaceRequest } from '../types';
import { manifestYaml } from './manifestYaml';
import { renderBaseline } from './renderBaseline';

const BASELINES = EXAMPLE_VERSIONS.map(exampleBaseline);

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    'a\n---\nkind: Secret',
    '${namespace.name}',
    '${{ secrets.TOKEN }}',
    '{{ .Values }}',
    '../../kube-system',
    'x: y',
    '__proto__',
    'kube-system',
    'payments-*',
  ),
);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
/** Good as a rule, so that requests pass often enough. */
const mostly = (good: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: nasty });

const destination: fc.Arbitrary<EgressDestination> = fc
  .record({
    name: mostly(label),
    target: fc.oneof(
      fc.record({ namespace: mostly(label) }),
      fc.record({
        cidr: mostly(fc.ipV4().map(address => `${address}/32`)),
      }),
    ),
    ports: fc.array(
      fc.record({
        protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
        port: fc.integer({ min: 1, max: 65_535 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ name, target, ports }) => ({ name, ...target, ports }));

const request: fc.Arbitrary<NamespaceRequest> = fc
  .record({
    name: mostly(label.map(name => `payments-${name}`)),
    ownerRef: mostly(fc.constant('group:default/payments')),
    systemRef: fc.option(mostly(fc.constant('system:default/shop')), {
      nil: undefined,
    }),
    environment: mostly(fc.constantFrom('production', 'development')),
    size: mostly(fc.constantFrom('small', 'large')),
    limits: fc.constantFrom('default' as const, 'strict' as const),
    egress: fc.array(destination, { maxLength: 3 }),
    roles: fc.subarray(['viewer', 'developer']),
  })
  .map(changes => aRequest(changes));

/** Of the identity provider's; anything that no guardrail refuses. */
const groupName = fc.oneof(label, nasty);

it('makes the same objects, whatever the texts', () => {
  let passed = 0;
  fc.assert(
    fc.property(
      request,
      groupName,
      fc.constantFrom(...BASELINES),
      (asked, group, baseline) => {
        const facts = someFacts({ clusterGroup: { name: group } });
        if (judgeRequest(asked, facts).length > 0) {
          return;
        }
        passed += 1;
        const objects = renderBaseline(
          baseline,
          renderInput(asked, {
            roles: asked.roles.map(role => ({
              preset: RULES.roles.find(({ name }) => name === role)!,
              group,
            })),
          }),
        );
        expect(
          objects.map(({ manifest: { kind, metadata } }) => [
            kind,
            metadata.name,
            metadata.namespace,
          ]),
        ).toEqual(expectedObjects(asked, baseline.version));
        for (const { manifest } of objects) {
          for (const yaml of ['1.1', '1.2'] as const) {
            expect(parse(manifestYaml(manifest), { version: yaml })).toEqual(
              manifest,
            );
          }
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(passed).toBeGreaterThan(100);
});

function expectedObjects(
  { name, limits, egress, roles }: NamespaceRequest,
  version: string,
) {
  const inIt = (kind: string, ...names: string[]) =>
    names.map(it => [kind, it, name]);
  return [
    ['Namespace', name, undefined],
    ...inIt('NetworkPolicy', 'baseline-default-deny', 'baseline-allow-dns'),
    ...inIt('NetworkPolicy', ...egress.map(it => `baseline-egress-${it.name}`)),
    ...inIt('ResourceQuota', 'baseline-quota', 'baseline-services'),
    ...(version === '1.0.0' ? [] : inIt('ResourceQuota', 'baseline-storage')),
    ...(limits === 'strict' ? [] : inIt('LimitRange', 'baseline-limits')),
    ...inIt('ServiceAccount', 'default', 'workload'),
    ...inIt('RoleBinding', ...roles.map(role => `baseline-${role}`)),
  ];
}
