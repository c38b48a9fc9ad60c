/** Proofs against the guardrail bundle and Pod Security, as our own evaluators have them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import {
  evaluateAdmissionPolicies,
  parseAdmissionPolicies,
} from '../../admission';
import { isAdmissionInput, prepareAdmissionInput } from '../../admissionInput';
import type { KubernetesObject } from '../../evaluation';
import { evaluatePodSecurity, podSecurityDenial } from '../../podSecurity';
import type { BaselineManifest, DryRunAnswer } from '../types';
import { judgeProof } from './judgeProof';
import { limitsProbe, limitsProof } from './limitsProof';
import { proofPairs } from './proofPairs';
import type { ProofOptions } from './proofOptions';

const BUNDLE = join(__dirname, '../../../../../examples/policies');
const LEVELS = ['organisation', 'platform', 'namespaces'];

const APPLIED = LEVELS.flatMap(level =>
  readdirSync(join(BUNDLE, level), { recursive: true, withFileTypes: true })
    .filter(
      entry =>
        entry.isFile() &&
        entry.name.endsWith('.yaml') &&
        !/[\\/](pass|fail)$/.test(entry.parentPath),
    )
    .flatMap(entry =>
      parseAllDocuments(
        readFileSync(join(entry.parentPath, entry.name), 'utf8'),
      ).map(document => document.toJS() as KubernetesObject),
    ),
);
const { policies } = parseAdmissionPolicies(APPLIED);
/** What these say depends on who asks. */
const JUDGED = APPLIED.filter(
  it =>
    it.kind === 'ValidatingAdmissionPolicy' &&
    !JSON.stringify(it.spec).includes('request.userInfo'),
).map(it => (it.metadata as { name: string }).name);

const OPTIONS: ProofOptions = {
  namespace: 'payments-web',
  owner: 'team-payments',
  level: 'restricted',
  limits: 'default',
  serviceAccount: 'web',
  image: `registry.example.com/payments/web:1.4.0@sha256:${'4f1c'.repeat(16)}`,
};

const namespaceWith = (limits: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'payments-web',
    labels: {
      'kubernetes.io/metadata.name': 'payments-web',
      'shift-down.io/owner': 'team-payments',
      'shift-down.io/baseline': '1.0.0',
      'shift-down.io/baseline-state': 'complete',
      'shift-down.io/limits': limits,
    },
  },
});

/** As an API server would with the bundle, Pod Security before it. */
function dryRun(
  manifest: BaselineManifest,
  level: ProofOptions['level'] = 'restricted',
  limits = 'default',
): DryRunAnswer {
  const object = manifest as KubernetesObject;
  const { kind, metadata } = manifest;
  const standard = { level, version: 'v1.35' as const };
  const denial =
    kind === 'Pod'
      ? podSecurityDenial({
          ...standard,
          verdicts: evaluatePodSecurity({ object, ...standard }),
          podName: metadata.name,
        })
      : undefined;
  if (denial) {
    return { outcome: 'refused', message: denial, reason: 'Forbidden' };
  }
  const input = prepareAdmissionInput(object, {
    namespaceObject: namespaceWith(limits),
  });
  if (!isAdmissionInput(input)) {
    throw new Error(`No request: ${JSON.stringify(input)}`);
  }
  const denied = evaluateAdmissionPolicies(input, policies, {
    policies: JUDGED,
    paramsComplete: true,
  }).find(({ decision }) => decision === 'deny');
  return denied
    ? {
        outcome: 'refused',
        reason: 'Invalid',
        message: `${kind.toLowerCase()}s "${
          metadata.name
        }" is forbidden: ValidatingAdmissionPolicy '${
          denied.policy
        }' with binding '${denied.policy}' denied request: ${denied.message}`,
      }
    : { outcome: 'admitted', object: manifest };
}

describe.each(['restricted', 'baseline'] as const)('at level %s', level => {
  const pairs = proofPairs({ ...OPTIONS, level });

  it('looks at five things', () => {
    expect(pairs.map(({ id }) => id)).toEqual([
      'privileged',
      'host-path',
      'host-network',
      'foreign-image',
      'node-port',
    ]);
  });

  it.each(pairs)('proves that $id is refused', pair => {
    const twin = dryRun(pair.admitted, level);
    expect(twin).toMatchObject({ outcome: 'admitted' });
    expect(judgeProof(pair, dryRun(pair.refused, level), twin)).toMatchObject({
      outcome: 'proved',
      reason: expect.stringContaining(`shift-down-proof-${pair.id}`),
    });
  });

  it.each(pairs)('has a twin of $id that differs in one field', pair => {
    const differing = pathsThatDiffer(pair.refused, pair.admitted);
    expect(differing.map(([path]) => path)).toEqual(
      expect.arrayContaining([expect.any(String)]),
    );
    expect(new Set(differing.map(([, parent]) => parent)).size).toBe(1);
  });
});

it('proves that a Pod without limits is refused under the strict preset', () => {
  const probe = limitsProbe(
    { ...OPTIONS, limits: 'strict' },
    { default: {}, defaultRequest: {} },
  );
  expect(
    limitsProof(
      probe,
      dryRun(probe.without, 'restricted', 'strict'),
      dryRun(probe.with, 'restricted', 'strict'),
    ),
  ).toMatchObject({ outcome: 'proved' });
});

/** With the object that each is a field of. */
function pathsThatDiffer(
  a: unknown,
  b: unknown,
  path = '',
  parent = '',
): [string, string][] {
  if (JSON.stringify(a) === JSON.stringify(b)) {
    return [];
  }
  if (isObject(a) && isObject(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap(key =>
      pathsThatDiffer(a[key], b[key], `${path}.${key}`, path),
    );
  }
  return [[path, parent]];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
