import { join } from 'node:path';
import { workspace } from '../__testUtils__/shiftDown';

const cli = workspace();
const BUNDLE = join(__dirname, '../../../../examples/policies');

const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: owned }
spec:
  matchConstraints:
    resourceRules:
      - { apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }
  validations:
    - expression: has(object.metadata.labels) && 'owner' in object.metadata.labels
      message: Say who owns it
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: owned }
spec: { policyName: owned, validationActions: [Deny] }
`;

function pod(labels: string) {
  return `# expected: who owns it\napiVersion: v1\nkind: Pod\nmetadata: { name: web, labels: ${labels} }\nspec: { containers: [{ name: app, image: web }] }\n`;
}

function write(labelsOfPass = '{ owner: shop }', labelsOfFail = '{}') {
  cli.write('policies/owned/policy.yaml', POLICY);
  cli.write('policies/owned/pass/pod.yaml', pod(labelsOfPass));
  cli.write('policies/owned/fail/pod.yaml', pod(labelsOfFail));
}

it('finds the bundle of guardrails in order', async () => {
  const { code, out } = await cli.shiftDown('policies', 'test', BUNDLE);
  expect(out).not.toContain('not ok');
  expect(out).toMatch(/\d{2} passed, 0 failed/);
  expect(code).toBe(0);
}, 30_000);

it('tries each manifest', async () => {
  write();
  const { code, out } = await cli.shiftDown('policies', 'test', 'policies');
  expect(out).toContain('ok  owned: admits pass/pod.yaml');
  expect(out).toContain('ok  owned: refuses fail/pod.yaml');
  expect(code).toBe(0);
});

it.each<[string, () => void, string]>([
  [
    'admits what it should refuse',
    () => write(undefined, '{ owner: x }'),
    'Admitted',
  ],
  ['refuses what it should admit', () => write('{}'), 'Refused: '],
  [
    'refuses in other words',
    () => {
      write();
      cli.write(
        'policies/owned/fail/pod.yaml',
        pod('{}').replace('who owns it', 'cost centre'),
      );
    },
    'other words',
  ],
  [
    'is tried by nothing',
    () => cli.write('policies/owned/policy.yaml', POLICY),
    'No manifest',
  ],
])('says so if a policy %s', async (_, prepare, word) => {
  prepare();
  const { code, out } = await cli.shiftDown('policies', 'test', 'policies');
  expect(out).toContain(word);
  expect(code).toBe(1);
});

it('names a policy that is broken', async () => {
  write();
  cli.write(
    'policies/broken/policy.yaml',
    POLICY.replaceAll('owned', 'broken').replace('has(', 'has(('),
  );
  const { code, out } = await cli.shiftDown('policies', 'test', 'policies');
  expect(out).toContain(
    'could not be evaluated  policies/broken/policy.yaml:9',
  );
  expect(out).toContain('ok  owned: refuses');
  expect(code).toBe(2);
});

it('lets a team add nothing beyond its own namespaces', async () => {
  write();
  cli.write(
    'policies/teams/shop/owned/policy.yaml',
    POLICY.replaceAll('owned', 'shop-owned'),
  );
  const { code, out } = await cli.shiftDown('policies', 'test', 'policies');
  expect(out).toContain('not ok  levels: teams/shop/owned/policy.yaml');
  expect(code).toBe(1);
});

it.each([
  ['kustomization.yaml', 'resources: []\npatches: []\n'],
  ['Kustomization', 'patches: []\n'],
  ['owned/patch.json', '[]'],
])('lets a team keep nothing that is no object: %s', async (name, text) => {
  write();
  cli.write(`policies/teams/shop/${name}`, text);
  const { code, out } = await cli.shiftDown('policies', 'test', 'policies');
  expect(out).toContain(`not ok  levels: teams/shop/${name}`);
  expect(code).toBe(1);
});
