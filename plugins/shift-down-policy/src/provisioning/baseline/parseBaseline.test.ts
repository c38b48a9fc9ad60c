import { CONTROLS, exampleFiles } from '../__testUtils__/namespaces';
import { parseBaseline, type BaselineFile } from './parseBaseline';

const FILES = exampleFiles('1.0.0');

/** The shipped version with one piece of one file replaced. */
function change(path: string, from: string, to: string): BaselineFile[] {
  return FILES.map(file => {
    if (file.path !== path) {
      return file;
    }
    expect(file.content).toContain(from);
    return { path, content: file.content.replace(from, to) };
  });
}

function parse(files: readonly BaselineFile[]) {
  return parseBaseline(files, 'baselines/1.0.0', { controls: CONTROLS });
}

const DECLARATION = 'baseline.yaml';
const NAMESPACE = 'objects/namespace.yaml';
const DENY = 'objects/default-deny.yaml';
const EGRESS = 'objects/egress.yaml';

it('reads a version', () => {
  const { baseline, problems } = parse(FILES);
  expect(problems).toEqual([]);
  expect(baseline).toMatchObject({
    version: '1.0.0',
    podSecurityVersion: 'v1.35',
    location: 'baselines/1.0.0',
  });
  expect(baseline?.objects[1]).toEqual({
    id: 'default-deny',
    title: 'No traffic in or out unless a policy allows it',
    controls: ['network-policy'],
    madeByCluster: false,
    template: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'baseline-default-deny' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
  });
});

describe('refuses, naming file and field,', () => {
  it.each<[string, [path: string, from: string, to: string], string]>([
    [
      'what is no YAML',
      [DECLARATION, 'spec:', 'spec: ['],
      'baseline.yaml: is no YAML: ',
    ],
    [
      'an unknown field',
      [DECLARATION, 'spec:', 'spec:\n  colour: red'],
      "baseline.yaml: spec: there is no field 'colour' in the format",
    ],
    [
      'another kind',
      [DECLARATION, 'kind: NamespaceBaseline', 'kind: GoldenImage'],
      "baseline.yaml: kind: must be 'NamespaceBaseline'",
    ],
    [
      'a version that is none',
      [DECLARATION, 'version: 1.0.0', 'version: 1.0'],
      'baseline.yaml: spec.version: is missing or no string',
    ],
    [
      'a version that no label takes',
      [DECLARATION, 'version: 1.0.0', 'version: 1.0.0+build'],
      'baseline.yaml: spec.version: must be a semantic version',
    ],
    [
      'a Pod Security version that moves',
      [DECLARATION, 'v1.35', 'latest'],
      'baseline.yaml: spec.podSecurityVersion: must be a version such as v1.36',
    ],
    [
      'missing notes',
      [
        DECLARATION,
        'notes: The first version, with the Pod Security Standards of Kubernetes 1.35.',
        '',
      ],
      'baseline.yaml: spec.notes: is missing or no string',
    ],
    [
      'an unknown control',
      [DECLARATION, '[network-policy]', '[network-polizei]'],
      "baseline.yaml: spec.objects.1.controls: there is no control 'network-polizei' in the catalogue",
    ],
    [
      'two objects of one id',
      [DECLARATION, 'id: allow-dns', 'id: default-deny'],
      "baseline.yaml: spec.objects.2.id: 'default-deny' is there twice",
    ],
    [
      'a file outside of the folder',
      [DECLARATION, 'objects/allow-dns.yaml', '../secret.yaml'],
      'baseline.yaml: spec.objects.2.file: must be the path of a YAML file in the folder of the version',
    ],
    [
      'a file that is not there',
      [DECLARATION, 'objects/allow-dns.yaml', 'objects/dns.yaml'],
      'objects/dns.yaml: is not there',
    ],
    [
      'a file that nobody names',
      [DECLARATION, 'objects/allow-dns.yaml', 'objects/dns.yaml'],
      'baseline.yaml: spec.objects: none of them names the file objects/allow-dns.yaml',
    ],
    [
      'a Namespace that is not the first',
      [
        DENY,
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy',
        'apiVersion: v1\nkind: Namespace',
      ],
      'objects/default-deny.yaml: kind: only the first object of a baseline can be a Namespace',
    ],
    [
      'another object than the Namespace as the first',
      [NAMESPACE, 'kind: Namespace', 'kind: ConfigMap'],
      'objects/namespace.yaml: kind: the first object of a baseline must be the Namespace',
    ],
    [
      'a Namespace of a fixed name',
      [NAMESPACE, 'name: ${namespace.name}', 'name: shop'],
      "objects/namespace.yaml: metadata.name: must be '${namespace.name}'",
    ],
    [
      'a Namespace that is complete at once',
      [NAMESPACE, 'baseline-state: pending', 'baseline-state: complete'],
      'objects/namespace.yaml: metadata.labels["shift-down.io/baseline-state"]: must be \'pending\'',
    ],
    [
      'a Namespace of a fixed level',
      [NAMESPACE, 'enforce: ${podSecurity.level}', 'enforce: privileged'],
      'objects/namespace.yaml: metadata.labels["pod-security.kubernetes.io/enforce"]: must be \'${podSecurity.level}\'',
    ],
    [
      'a Namespace that the portal could not know again',
      [NAMESPACE, '${provisioning.id}', 'x'],
      'objects/namespace.yaml: metadata.annotations["shift-down.io/provisioning"]: must be \'${provisioning.id}\'',
    ],
    [
      'an unknown placeholder',
      [DENY, 'baseline-default-deny', '${namespace.nom}-deny'],
      "objects/default-deny.yaml: metadata.name: there is no placeholder '${namespace.nom}'",
    ],
    [
      'a placeholder of what every object has',
      [DENY, 'baseline-default-deny', '${constructor}'],
      "objects/default-deny.yaml: metadata.name: there is no placeholder '${constructor}'",
    ],
    [
      'a placeholder that is not closed',
      [DENY, 'baseline-default-deny', 'a${namespace.name'],
      "objects/default-deny.yaml: metadata.name: has a '${' without '}'",
    ],
    [
      'a placeholder that has no value there',
      [DENY, 'baseline-default-deny', 'deny-${egress.name}'],
      "objects/default-deny.yaml: metadata.name: '${egress.name}' has a value only in objects with 'forEach: egress'",
    ],
    [
      'a map within a text',
      ['objects/quota.yaml', '${size.quota}', 'quota ${size.quota}'],
      "objects/quota.yaml: spec.hard: '${size.quota}' is no text and must be the whole of its field",
    ],
    [
      'a placeholder in a key',
      [DENY, 'podSelector: {}', '${environment}: {}'],
      "objects/default-deny.yaml: has a placeholder in the key '${environment}'",
    ],
    [
      'one name for several objects',
      [EGRESS, 'baseline-egress-${egress.name}', 'baseline-egress'],
      "objects/egress.yaml: metadata.name: must hold '${egress.name}'",
    ],
    [
      'one object twice',
      ['objects/service-quota.yaml', 'baseline-services', 'baseline-quota'],
      "baseline.yaml: spec.objects: 'service-quota' and 'quota' are the same object",
    ],
    [
      'an object of another namespace',
      [
        DENY,
        'name: baseline-default-deny',
        'name: x\n  namespace: kube-system',
      ],
      'objects/default-deny.yaml: metadata.namespace: leave it out',
    ],
    [
      'several documents in a file',
      [DENY, 'spec:', '---\nspec:'],
      'objects/default-deny.yaml: holds 2 YAML documents; write one object a file',
    ],
    [
      'an alias',
      [DENY, 'spec:', 'a: &a 1\nb: *a\nspec:'],
      'objects/default-deny.yaml: uses an alias; write it out',
    ],
    [
      'a merge key',
      [DENY, 'spec:', '<<: {a: 1}\nspec:'],
      'objects/default-deny.yaml: merges by the key <<; write it out',
    ],
    [
      'a key twice',
      [DENY, 'spec:', 'kind: NetworkPolicy\nspec:'],
      'objects/default-deny.yaml: is no YAML: Map keys must be unique',
    ],
    [
      'a tag',
      [DENY, 'spec:', 'a: !!binary aGk=\nb: !mine 1\nspec:'],
      'objects/default-deny.yaml: is no YAML: Unresolved tag',
    ],
    [
      'a number that JSON has none for',
      [DENY, 'spec:', 'a: .inf\nspec:'],
      'objects/default-deny.yaml: holds a number that JSON has none for',
    ],
    [
      'a prototype',
      [DENY, 'spec:', '__proto__: {}\nspec:'],
      "objects/default-deny.yaml: has a key '__proto__'",
    ],
    [
      'a label that is no text',
      [NAMESPACE, 'labels:', 'labels:\n    cost-centre: 12'],
      'objects/namespace.yaml: metadata.labels.cost-centre: must be a text; put it in quotes',
    ],
    [
      'a Secret',
      [
        DENY,
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy',
        'apiVersion: v1\nkind: Secret',
      ],
      'objects/default-deny.yaml: kind: a baseline holds no Secrets',
    ],
    ...['ClusterRole', 'ValidatingAdmissionPolicyBinding'].map(
      (kind): [string, [path: string, from: string, to: string], string] => [
        `a ${kind}`,
        [DENY, 'kind: NetworkPolicy', `kind: ${kind}`],
        `objects/default-deny.yaml: kind: a ${kind} is of the cluster`,
      ],
    ),
    [
      'what the cluster sets',
      [DENY, 'name: baseline-default-deny', 'name: x\n  ownerReferences: []'],
      'objects/default-deny.yaml: metadata.ownerReferences: only name, labels and annotations can be set',
    ],
    [
      'what is no object',
      [DENY, FILES.find(({ path }) => path === DENY)!.content, 'hello'],
      'objects/default-deny.yaml: is no Kubernetes object',
    ],
  ])('%s', (_, [path, from, to], problem) => {
    const { baseline, problems } = parse(change(path, from, to));
    expect(baseline).toBeUndefined();
    expect(problems).toContainEqual(
      expect.stringContaining(`baselines/1.0.0/${problem}`),
    );
  });

  it('all that is wrong at once', () => {
    const files = change(DENY, 'baseline-default-deny', '${no}').map(file =>
      file.path === EGRESS ? { ...file, content: '' } : file,
    );
    expect(parse(files).problems).toHaveLength(2);
  });

  it('a folder without a declaration', () => {
    expect(parse([]).problems).toEqual([
      'baselines/1.0.0/baseline.yaml: is not there',
    ]);
  });
});

it('takes one object in two forms, for one preset each', () => {
  const files = change(
    DECLARATION,
    '    - id: default-account',
    `    - id: limit-range-strict
      title: A maximum
      file: objects/limit-range-strict.yaml
      limits: strict
    - id: default-account`,
  );
  const limits = FILES.find(({ path }) => path === 'objects/limit-range.yaml')!;
  expect(
    parse([...files, { ...limits, path: 'objects/limit-range-strict.yaml' }])
      .problems,
  ).toEqual([]);
});

it('reads no file that is no YAML', () => {
  expect(
    parse([...FILES, { path: 'README.md', content: '# Hello' }]).problems,
  ).toEqual([]);
});
