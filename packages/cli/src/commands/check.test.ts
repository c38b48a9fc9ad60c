import { readFileSync } from 'node:fs';
import { deployment, PRIVILEGED, workspace } from '../__testUtils__/shiftDown';

const cli = workspace();

const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: three-replicas
spec:
  matchConstraints:
    resourceRules:
      - apiGroups: [apps]
        apiVersions: [v1]
        operations: [CREATE]
        resources: [deployments]
  validations:
    - expression: object.spec.replicas >= 3
      message: Run three replicas
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: three-replicas
spec:
  policyName: three-replicas
  validationActions: [Deny]
`;

describe('what is found', () => {
  it('is a finding at the line and column of its field', async () => {
    cli.write('web.yaml', deployment('web', { privileged: true }));

    const { code, findings, summary } = await cli.check(
      '.',
      '--pod-security',
      'baseline:v1.34',
    );

    expect(findings).toEqual([
      expect.objectContaining({
        file: 'web.yaml',
        ...PRIVILEGED,
        control: 'privileged',
        catalogueControl: 'privileged-containers',
        resource: 'Deployment/web',
        namespace: 'shop',
        component: 'app',
        field: 'spec.template.spec.containers[0].securityContext.privileged',
        policy: 'pod-security',
        rule: 'privileged',
        result: 'fail',
        effect: 'advice',
        counts: true,
      }),
    ]);
    expect(summary).toMatchObject({ conclusion: 'findings', failing: 1 });
    expect(code).toBe(1);
  });

  it('stands at the nearest parent where the field is not there', async () => {
    cli.write(
      'pod.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: app\n      image: web\n',
    );
    const { findings } = await cli.check('pod.yaml');
    const finding = findings.find(
      ({ control }) => control === 'allowPrivilegeEscalation',
    );
    expect(finding).toMatchObject({ line: 6, column: 7 });
  });

  it('is nothing where all is well', async () => {
    cli.write('web.yaml', deployment());
    const { code, findings, summary } = await cli.check('web.yaml');
    expect(findings).toEqual([]);
    expect(summary).toMatchObject({ conclusion: 'clean', resources: 1 });
    expect(summary.checks.pass).toBeGreaterThan(10);
    expect(code).toBe(0);
  });

  it('comes in the order of files and lines, every time', async () => {
    for (const name of ['b', 'a', 'c']) {
      cli.write(
        `${name}.yaml`,
        [1, 2]
          .map(i => deployment(`${name}${i}`, { privileged: true }))
          .join('---\n'),
      );
    }
    const first = await cli.check('.', '--pod-security', 'baseline');
    const second = await cli.check('.', '--pod-security', 'baseline');
    expect(first.findings.map(({ name }) => name)).toEqual([
      'a1',
      'a2',
      'b1',
      'b2',
      'c1',
      'c2',
    ]);
    expect(second.out).toBe(first.out);
  });

  it('tells people in words', async () => {
    cli.write('web.yaml', deployment('web', { privileged: true }));
    const { out } = await cli.shiftDown('check', '--pod-security', 'baseline');
    expect(out).toContain('web.yaml\n  Deployment/web in shop\n    22:13 ');
    expect(out).toContain('fail  privileged: Container "app"');
    expect(out).toContain('Findings. 1 resource in 1 file');
  });
});

describe('admission policies', () => {
  it('refuse what the API server would, after its defaults', async () => {
    cli.write('policies/policy.yaml', POLICY);
    cli.write('web.yaml', deployment());
    const { code, findings } = await cli.check(
      'web.yaml',
      '--policies',
      'policies',
    );
    expect(findings).toEqual([
      expect.objectContaining({
        control: 'three-replicas',
        catalogueControl: 'other-policies',
        effect: 'deny',
        message: expect.stringContaining('Run three replicas'),
        line: 6,
        column: 1,
      }),
    ]);
    expect(code).toBe(1);
  });

  it('of which one is broken is named, with the others tried all the same', async () => {
    cli.write('policies/policy.yaml', POLICY);
    cli.write(
      'policies/broken.yaml',
      POLICY.replaceAll('three-replicas', 'broken').replace(
        'object.spec.replicas >= 3',
        'object.spec.replicas >=',
      ),
    );
    cli.write('web.yaml', deployment());
    const { code, findings, problems } = await cli.check(
      'web.yaml',
      '--policies',
      'policies',
    );
    expect(problems).toEqual([
      expect.objectContaining({
        file: 'policies/broken.yaml',
        line: 13,
        message: expect.stringContaining('broken'),
      }),
    ]);
    expect(findings).toContainEqual(
      expect.objectContaining({ control: 'three-replicas', result: 'fail' }),
    );
    expect(findings.filter(({ control }) => control === 'broken')).toEqual([
      expect.objectContaining({ result: 'unknown' }),
    ]);
    expect(code).toBe(2);
  });

  it('that only warn do not fail the run, unless it is strict', async () => {
    cli.write('policies/policy.yaml', POLICY.replace('[Deny]', '[Warn]'));
    cli.write('web.yaml', deployment());
    const command = ['web.yaml', '--policies', 'policies'];
    const { code, findings, summary } = await cli.check(...command);
    expect(findings).toEqual([
      expect.objectContaining({ result: 'fail', effect: 'warn' }),
    ]);
    expect(summary).toMatchObject({ conclusion: 'tolerated', warnings: 1 });
    expect(code).toBe(0);
    expect((await cli.check(...command, '--strict')).code).toBe(1);
  });

  it('that hang on what nobody knows are unknown, and never clean', async () => {
    cli.write(
      'policies/policy.yaml',
      POLICY.replace(
        'object.spec.replicas >= 3',
        "request.userInfo.username == 'deployer'",
      ),
    );
    cli.write('web.yaml', deployment());
    const command = ['web.yaml', '--policies', 'policies'];
    const { code, findings, summary } = await cli.check(...command);
    expect(findings).toEqual([expect.objectContaining({ result: 'unknown' })]);
    expect(findings[0].reason).not.toBe('');
    expect(summary.conclusion).toBe('unknown');
    expect(code).toBe(0);
    expect((await cli.check(...command, '--fail-on-unknown')).code).toBe(1);
    const { out } = await cli.shiftDown('check', ...command);
    expect(out).not.toMatch(/clean/i);
  });

  it('on Pods alone speak of the Pods that a controller will ask for', async () => {
    cli.write(
      'policies/policy.yaml',
      POLICY.replace('apiGroups: [apps]', "apiGroups: ['']")
        .replace('[deployments]', '[pods]')
        .replace(
          'object.spec.replicas >= 3',
          "object.spec.containers.all(c, c.image.contains('@'))",
        ),
    );
    cli.write('web.yaml', deployment());
    const { code, findings } = await cli.check(
      'web.yaml',
      '--policies',
      'policies',
    );
    expect(findings).toEqual([
      expect.objectContaining({
        resource: 'Deployment/web',
        control: 'three-replicas',
        result: 'fail',
        effect: 'advice',
        field: expect.stringMatching(/^spec\.template\.spec\.containers/),
        line: 18,
        assumptions: expect.arrayContaining([
          'its Pods are as Deployment web says',
        ]),
      }),
    ]);
    expect(code).toBe(1);
  });

  it('that are not there are told, for nothing would stop anything', async () => {
    cli.write('policies/README.md', 'none yet');
    cli.write('web.yaml', deployment());
    const { code, problems } = await cli.check(
      'web.yaml',
      '--policies',
      'policies',
    );
    expect(problems[0].message).toContain('no policies in policies');
    expect(code).toBe(2);
  });

  it('are not checked themselves, nor what they are tested with', async () => {
    cli.write('policies/policy.yaml', POLICY.replace('>= 3', '>= 1'));
    cli.write('policies/fail/web.yaml', deployment('bad'));
    cli.write('web.yaml', deployment());
    const { summary } = await cli.check('.', '--policies', 'policies');
    expect(summary).toMatchObject({ files: 1, conclusion: 'clean' });
  });

  it('see the labels of the Namespace among the manifests', async () => {
    cli.write(
      'policies/policy.yaml',
      POLICY.replace(
        '  validationActions',
        '  matchResources:\n    namespaceSelector:\n      matchLabels: { stage: production }\n  validationActions',
      ),
    );
    cli.write('web.yaml', deployment());
    const command = ['.', '--policies', 'policies'];
    expect((await cli.check(...command)).summary.conclusion).toBe('unknown');
    const namespace = (stage: string) =>
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: { stage: ${stage} }\n`;
    cli.write('namespace.yaml', namespace('test'));
    expect((await cli.check(...command)).findings).toEqual([]);
    cli.write('namespace.yaml', namespace('production'));
    const { findings } = await cli.check(...command);
    expect(findings).toEqual([
      expect.objectContaining({
        result: 'fail',
        assumptions: ['Namespace shop is as in namespace.yaml'],
      }),
    ]);
  });
});

describe('other checks', () => {
  it('look at Dockerfiles, whatever they are called', async () => {
    cli.write(
      'build/web.txt',
      'FROM registry.example.com/base:latest\nUSER 0\n',
    );
    const { findings } = await cli.check('build/web.txt');
    expect(findings).toContainEqual(
      expect.objectContaining({
        file: 'build/web.txt',
        line: 2,
        resource: 'Dockerfile',
        evaluator: 'dockerfile',
        result: 'fail',
      }),
    );
  });

  it('look at what surrounds workloads', async () => {
    cli.write('web.yaml', deployment());
    cli.write(
      'service.yaml',
      'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { type: LoadBalancer, ports: [{ port: 80 }] }\n',
    );
    const { findings } = await cli.check('.', '--namespace-baseline');
    expect(findings).toContainEqual(
      expect.objectContaining({
        file: 'service.yaml',
        control: 'exposed-services',
        resource: 'Service/web',
        result: 'fail',
      }),
    );
  });

  it('look at plans of Terraform, and never tell what is sensitive', async () => {
    const secret = 'correct-horse-battery-staple';
    cli.write(
      'plan.json',
      JSON.stringify({
        format_version: '1.2',
        planned_values: {
          root_module: {
            resources: [
              {
                address: 'kubernetes_manifest.web',
                mode: 'managed',
                type: 'kubernetes_manifest',
                name: 'web',
                values: {
                  manifest: {
                    apiVersion: 'v1',
                    kind: 'Pod',
                    metadata: { name: 'web', namespace: 'shop' },
                    spec: {
                      hostNetwork: true,
                      containers: [{ name: 'app', image: secret }],
                    },
                  },
                },
                sensitive_values: {
                  manifest: { spec: { containers: [{ image: true }] } },
                },
              },
            ],
          },
        },
        resource_changes: [],
      }),
    );
    const { findings, out } = await cli.check('plan.json');
    expect(findings).toContainEqual(
      expect.objectContaining({
        control: 'hostNamespaces',
        origin: 'kubernetes_manifest.web',
        result: 'fail',
        line: 1,
      }),
    );
    expect(out).not.toContain(secret);
  });
});

describe('exit code 2', () => {
  it.each([
    ['a level that is none', ['--pod-security', 'strict'], 'strict'],
    ['an unknown option', ['--no-such-option'], 'no-such-option'],
    ['an unknown format', ['--format', 'pdf'], 'pdf'],
    ['a version that is none', ['--kubernetes-version', 'new'], '1.36'],
    [
      'policies without a cluster',
      ['--policies', 'https://portal.example.com'],
      '--cluster',
    ],
    [
      'a portal without encryption',
      ['--portal', 'http://portal.example.com'],
      'https',
    ],
    ['a list that is not there', ['--accept', 'none.json'], 'none.json'],
  ])('says what to do about %s', async (_, options, word) => {
    cli.write('web.yaml', deployment());
    const { code, error, out } = await cli.shiftDown('check', ...options);
    expect(code).toBe(2);
    expect(error).toContain(word);
    expect(out).toBe('');
  });

  it('tells an empty run from a clean one', async () => {
    const { code, problems } = await cli.check('.');
    expect(code).toBe(2);
    expect(problems[0].message).toContain('nothing to check');
  });

  it('tells a path that is not there, and checks the others', async () => {
    cli.write('web.yaml', deployment('web', { privileged: true }));
    const { code, problems, findings } = await cli.check(
      'web.yaml',
      'missing.yaml',
    );
    expect(problems).toEqual([
      expect.objectContaining({ file: 'missing.yaml' }),
    ]);
    expect(findings).not.toEqual([]);
    expect(code).toBe(2);
  });
});

it('writes the report to a file', async () => {
  cli.write('web.yaml', deployment());
  const { code, out } = await cli.shiftDown(
    'check',
    '--format',
    'json',
    '--output',
    'report.json',
  );
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(JSON.parse(readFileSync('report.json', 'utf8')).findings).toEqual([]);
});

it('redacts what looks like a secret', async () => {
  const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
  cli.write(
    'pod.yaml',
    `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  securityContext:\n    seccompProfile: { type: ${token} }\n  containers: [{ name: app, image: web }]\n`,
  );
  const { out } = await cli.check('pod.yaml');
  expect(out).not.toContain(token);
});
