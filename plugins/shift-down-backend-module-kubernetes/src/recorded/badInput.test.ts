/** Whatever lies in the folder: it is named, and nothing else suffers. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import {
  createRecordedFolder,
  KUBE_SYSTEM,
} from '../__testUtils__/recordedFolder';

const folder = createRecordedFolder();

const GOOD = `
apiVersion: v1
kind: Pod
metadata: { name: good, namespace: shop, uid: good-1 }
spec: { containers: [{ name: main, image: nginx:1.29 }] }
`;

/** A report on one Pod, with something wrong behind its head. */
const report = (rest: string) => `
apiVersion: wgpolicyk8s.io/v1alpha2
kind: PolicyReport
metadata: { name: broken, namespace: shop }
scope: { apiVersion: v1, kind: Pod, name: good, namespace: shop }
${rest}
`;

const bomb = () => {
  const levels = Array.from({ length: 12 }, (_, level) =>
    level === 0
      ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
      : `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
  );
  return levels.join('\n');
};

const WITH_SUBJECT: [string, string, RegExp][] = [
  ['a bomb of aliases', report(bomb()), /too many or unresolved aliases/],
  ['an alias that contains itself', report('results: &r [*r]'), /nested more/],
  [
    'deep nesting',
    report(`x: ${'['.repeat(90)}${']'.repeat(90)}`),
    /nested more/,
  ],
  [
    'nesting that would exhaust the stack',
    report(`x: ${'['.repeat(50_000)}${']'.repeat(50_000)}`),
    /not valid YAML|nested too deeply/,
  ],
  ['tabs', report('results:\n\t- policy: x\n'), /line 7: not valid YAML/],
  ['an open quote', report('x: "never closed'), /not valid YAML/],
  ['an unknown alias', report('x: *nowhere'), /alias/i],
  [
    'results of the wrong type',
    report('results: many'),
    /results has the wrong/,
  ],
  [
    'a result without a policy',
    report('results: [{ result: fail }]'),
    /results\.0\.policy has the wrong/,
  ],
  [
    'a policy with a NUL in its name',
    report('results: [{ policy: "a\\0b", result: fail }]'),
    /results\.0\.policy has the wrong/,
  ],
  [
    'JSON cut short',
    '{"apiVersion":"wgpolicyk8s.io/v1alpha2","kind":"PolicyReport","metadata":{"name":"broken","namespace":"shop"},"scope":{"kind":"Pod","name":"good"},"results":[{"pol',
    /not valid YAML/,
  ],
  [
    'an object that is too large',
    report(`x: ${'y'.repeat(2 * 1024 * 1024)}`),
    /larger than 1\.5 MiB/,
  ],
  [
    'a file that is too large',
    report(`x: ${'y'.repeat(50 * 1024 * 1024)}`),
    /file is larger than 16 MiB/,
  ],
];

const WITHOUT_SUBJECT: [string, string | Buffer, RegExp][] = [
  [
    'a binary file',
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]),
    /not UTF-8/,
  ],
  ['text in another encoding', Buffer.from('a: \xe9', 'latin1'), /not UTF-8/],
  ['values for a chart', 'replicas: 2\n', /not a Kubernetes object/],
  ['a lone word', 'hello', /not a Kubernetes object/],
  ['an open bracket', '[', /not valid YAML/],
  [
    'a name on two lines',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: "a\\nb" }\n',
    /metadata\.name has the wrong/,
  ],
];

describe('a folder with', () => {
  beforeEach(() => folder.directory.clear());

  it.each(WITH_SUBJECT)(
    '%s makes that subject unknown',
    async (_, content, reason) => {
      folder.write({
        'cluster.yaml': `${KUBE_SYSTEM}---${GOOD}`,
        'deeper/broken.yaml': content,
      });
      const { sink, logger, look } = folder.start();
      await look();

      const broken = sink.object('PolicyReport', 'broken');
      expect(broken.unreadable).toMatch(/^deeper\/broken\.yaml: /);
      expect(broken.unreadable).toMatch(reason);
      expect(broken.evidence).toEqual([]);
      expect(broken.subjects).toEqual([
        { namespace: 'shop', kind: 'Pod', name: 'good' },
      ]);
      expect(sink.reports.get('PolicyReport')).toEqual({
        state: 'fresh',
        warnings: [broken.unreadable],
      });
      expect(sink.names('Workload')).toEqual(['shop/good']);
      expect(logger.warn).toHaveBeenCalledWith(broken.unreadable);
    },
  );

  it.each(WITHOUT_SUBJECT)('%s names the file', async (_, content, reason) => {
    folder.write({
      'cluster.yaml': `${KUBE_SYSTEM}---${GOOD}`,
      'broken.yaml': content,
    });
    const { sink, look } = folder.start();
    await look();

    expect(sink.reports.get('Workload')).toEqual({
      state: 'fresh',
      warnings: [expect.stringMatching(/^broken\.yaml: /)],
    });
    expect(sink.reports.get('Workload')).toMatchObject({
      warnings: [expect.stringMatching(reason)],
    });
    expect(sink.names('Workload')).toEqual(['shop/good']);
  });

  it.each<[string, string, string, string, RegExp]>([
    [
      'NetworkPolicy',
      'networking.k8s.io/v1',
      'shop',
      'spec: { ingress: anywhere }',
      /spec\.ingress has the wrong/,
    ],
    [
      'ResourceQuota',
      'v1',
      'shop',
      'spec: { hard: { pods: [1] } }',
      /spec\.hard\.pods has the wrong/,
    ],
    [
      'RoleBinding',
      'rbac.authorization.k8s.io/v1',
      'shop',
      'roleRef: { kind: Role, name: 7 }',
      /roleRef\.name has the wrong/,
    ],
    [
      'ClusterRole',
      'rbac.authorization.k8s.io/v1',
      '',
      'rules: { verbs: [get] }',
      /rules has the wrong/,
    ],
    [
      'ValidatingAdmissionPolicy',
      'admissionregistration.k8s.io/v1',
      '',
      'spec: { validations: [{ expression: 7 }] }',
      /spec\.validations\.0\.expression has the wrong/,
    ],
    [
      'PolicyException',
      'kyverno.io/v2',
      'shop',
      'spec: { exceptions: [{ ruleNames: [r] }] }',
      /spec\.exceptions\.0\.policyName has the wrong/,
    ],
    [
      'PolicyException',
      'policies.kyverno.io/v1',
      'shop',
      'spec: {}',
      /spec\.policyRefs has the wrong/,
    ],
  ])(
    'a %s (%s) of the wrong form names it and reads the others',
    async (kind, apiVersion, namespace, rest, reason) => {
      const head = (name: string) =>
        `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: '${namespace}' }\n`;
      folder.write({
        'all.yaml': `${KUBE_SYSTEM}---\n${head('broken')}${rest}\n---${GOOD}`,
      });
      const { sink, look } = folder.start();
      await look();
      const [name] = sink.names(kind as SourceKind);
      const broken = sink.object(kind as SourceKind, 'broken');
      expect(name).toBe(namespace ? `${namespace}/broken` : 'broken');
      expect(broken.unreadable).toMatch(reason);
      expect(broken.evidence).toEqual([]);
      expect(broken.subjects).toEqual([{ namespace, kind, name: 'broken' }]);
      expect(sink.names('Workload')).toEqual(['shop/good']);
    },
  );

  it('results about other namespaces drops and counts them, until they are gone', async () => {
    const result = (namespace: string) =>
      `{ policy: p, result: pass, resources: [{ kind: Pod, name: good, namespace: ${namespace} }] }`;
    const results = (...namespaces: string[]) =>
      report(`results: [${namespaces.map(result).join(', ')}]`);
    folder.write({
      'cluster.yaml': `${KUBE_SYSTEM}---${GOOD}`,
      'a.yaml': results('other', 'shop', 'other'),
      'b.yaml': results('other').replace('name: broken', 'name: second'),
    });
    const { sink, look } = folder.start();
    await look();
    expect(sink.reports.get('PolicyReport')).toMatchObject({ dropped: 3 });
    expect(sink.evidence('policy-result').map(it => it.subject)).toEqual([
      { namespace: 'shop', kind: 'Pod', name: 'good' },
    ]);

    folder.write({ 'a.yaml': results('shop') });
    await look();
    expect(sink.reports.get('PolicyReport')).toMatchObject({ dropped: 1 });
    folder.write({ 'b.yaml': undefined });
    await look();
    expect(sink.reports.get('PolicyReport')).toEqual({ state: 'fresh' });
  });

  it('a broken document among good ones loses only that one', async () => {
    folder.write({
      'all.yaml': `${KUBE_SYSTEM}---${report('x: "open')}---${GOOD}`,
    });
    const { sink, look } = folder.start();
    await look();
    expect(sink.object('PolicyReport', 'broken').unreadable).toMatch(
      /document 2/,
    );
    expect(sink.names('Workload')).toEqual(['shop/good']);
  });

  it('a broken item of a list loses only that one', async () => {
    folder.write({
      'all.yaml': [
        KUBE_SYSTEM,
        '---',
        'apiVersion: v1',
        'items:',
        '- apiVersion: v1',
        '  kind: Pod',
        '  metadata: {name: one, namespace: shop}',
        '  spec: {containers: []}',
        '- apiVersion: v1',
        '  kind: Pod',
        '  metadata: {name: two, namespace: shop}',
        '  spec: {containers: "open}',
        '- apiVersion: v1',
        '  kind: Pod',
        '  metadata: {name: three, namespace: shop}',
        '  spec: {containers: []}',
        'kind: List',
      ].join('\n'),
    });
    const { sink, look } = folder.start();
    await look();
    expect(sink.object('Workload', 'two').unreadable).toMatch(/item 2, line/);
    expect(sink.evidence('workload').map(it => it.object.name)).toEqual([
      'one',
      'three',
    ]);
  });

  it('an object that is both read and unreadable keeps the one that is read', async () => {
    folder.write({
      'a.yaml': `${KUBE_SYSTEM}---${report('x: "open')}`,
      'b.yaml': report('results: [{ policy: p, result: fail }]'),
    });
    const { sink, look } = folder.start();
    await look();
    expect(sink.object('PolicyReport', 'broken').unreadable).toBeUndefined();
    expect(sink.evidence('policy-result')).toHaveLength(1);
  });

  it('2,000 documents in one file reads them all', async () => {
    const pods = Array.from({ length: 2_000 }, (_, index) =>
      GOOD.replace('name: good', `name: pod-${index}`).replace(
        'uid: good-1',
        `uid: uid-${index}`,
      ),
    );
    folder.write({ 'all.yaml': [KUBE_SYSTEM, ...pods].join('---') });
    const { sink, look } = folder.start();
    await look();
    expect(sink.names('Workload')).toHaveLength(2_000);
  });

  it('more objects in a file than its limit reads the first and says so', async () => {
    folder.write({ 'all.yaml': [KUBE_SYSTEM, GOOD, GOOD].join('---') });
    const { sink, look } = folder.start({ limits: { objects: 2 } });
    await look();
    expect(sink.reports.get('Workload')).toEqual({
      state: 'fresh',
      warnings: ['all.yaml: the file holds more than 2 objects'],
    });
    expect(sink.names('Workload')).toEqual(['shop/good']);
  });

  it('names in any script and with quotes keeps them', async () => {
    const name = `Запис "quoted" 'too' — 日本`;
    folder.write({
      'cluster.yaml': KUBE_SYSTEM,
      'r.json': JSON.stringify({
        apiVersion: 'wgpolicyk8s.io/v1alpha2',
        kind: 'PolicyReport',
        metadata: { name, namespace: 'shop' },
        scope: { kind: 'Pod', name },
        results: [
          {
            policy: name,
            rule: name,
            result: 'fail',
            message: 'm'.repeat(1e6),
          },
          { policy: 'p2', result: 'perhaps' },
          { policy: 'p3', result: 7, severity: ['high'], timestamp: 'soon' },
        ],
      }),
    });
    const { sink, look } = folder.start();
    await look();
    const results = sink.evidence('policy-result');
    expect(results.map(it => [it.policy, it.outcome, it.severity])).toEqual([
      [name, 'fail', 'medium'],
      ['p2', 'error', 'medium'],
      ['p3', 'error', 'medium'],
    ]);
    expect(results[0].subject.name).toBe(name);
    expect(results[0].message.length).toBeLessThanOrEqual(2_000);
  });
});
