/** The rights that we hand out are those that the code uses, no more and no less. */
import { readFileSync } from 'fs';
import { resolve } from 'path';
import { parseAllDocuments } from 'yaml';
import { RESOURCES } from './resources';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  rules?: Rule[];
  roleRef?: { kind: string; name: string };
}

const READ = ['get', 'list', 'watch'];
const FILES = ['collector', 'collector-namespaced', 'enforcer', 'provisioner'];

function load(file: string): Manifest[] {
  const path = resolve(
    __dirname,
    '../../../../examples/kubernetes',
    `${file}.yaml`,
  );
  return parseAllDocuments(readFileSync(path, 'utf8')).map(document =>
    document.toJS(),
  );
}

function rulesOf(file: string, name: string): Rule[] {
  const roles = load(file).filter(
    ({ kind, metadata }) => /Role$/.test(kind) && metadata.name === name,
  );
  return roles.flatMap(({ rules }) => rules ?? []);
}

const resourcesOf = (rules: Rule[]) =>
  rules
    .flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap(group =>
        resources.map(resource => `${resource}.${group}`),
      ),
    )
    .sort();

const collected = (wanted: (typeof RESOURCES)[number][]) =>
  wanted.map(({ group, resource }) => `${resource}.${group}`).sort();

describe('the manifests', () => {
  it('let the collector read exactly what is collected', () => {
    const rules = rulesOf('collector', 'shift-down-collector');
    expect(resourcesOf(rules)).toEqual(collected([...RESOURCES]));
    rules.forEach(({ verbs }) => expect(verbs).toEqual(READ));
  });

  it('let the namespaced collector read exactly what is collected of a namespace', () => {
    const rules = rulesOf(
      'collector-namespaced',
      'shift-down-collector-namespaced',
    );
    expect(resourcesOf(rules)).toEqual(
      collected(RESOURCES.filter(({ namespaced }) => namespaced)),
    );
    rules.forEach(({ verbs }) => expect(verbs).toEqual(READ));
    const bindings = load('collector-namespaced').filter(
      ({ roleRef }) => roleRef?.name === 'shift-down-collector-namespaced',
    );
    expect(bindings.map(({ kind }) => kind)).toEqual(['RoleBinding']);
    rulesOf('collector-namespaced', 'shift-down-collector-namespaces').forEach(
      ({ resources, resourceNames }) => {
        expect(resources).toEqual(['namespaces']);
        expect(resourceNames?.length).toBeGreaterThan(0);
      },
    );
  });

  it.each(FILES)('of the %s grant nothing that leads further', file => {
    const rules = load(file).flatMap(manifest => manifest.rules ?? []);
    expect(rules.length).toBeGreaterThan(0);
    for (const { apiGroups, resources, verbs } of rules) {
      expect(resources.map(it => it.split('/')[0])).not.toContain('secrets');
      expect(resources).not.toContain('pods/exec');
      expect([...verbs, ...apiGroups]).not.toContain('*');
      expect(verbs).not.toContain('escalate');
      expect(verbs).not.toContain('impersonate');
    }
    const open = rules.filter(({ resources }) => resources.includes('*'));
    expect(open.flatMap(({ apiGroups }) => apiGroups)).toEqual(
      file === 'collector' ? ['constraints.gatekeeper.sh'] : [],
    );
  });

  it('let only the provisioner bind, and only the roles beside it', () => {
    const binding = FILES.flatMap(file =>
      load(file)
        .flatMap(({ rules }) => rules ?? [])
        .filter(({ verbs }) => verbs.includes('bind'))
        .map(({ resources, resourceNames }) => ({
          file,
          resources,
          resourceNames,
        })),
    );
    expect(binding).toEqual([
      {
        file: 'provisioner',
        resources: ['clusterroles'],
        resourceNames: load('provisioner')
          .filter(
            ({ kind, metadata }) =>
              kind === 'ClusterRole' &&
              metadata.name !== 'shift-down-provisioner',
          )
          .map(({ metadata }) => metadata.name),
      },
    ]);
  });

  it('bind the enforcer to its own namespace, and to what guardrails except', () => {
    const writes = (verbs: string[]) =>
      verbs.filter(verb => !READ.includes(verb));
    const writing = load('enforcer').filter(({ rules }) =>
      rules?.some(({ verbs }) => writes(verbs).length > 0),
    );
    expect(
      writing.map(({ kind, metadata }) => [kind, metadata.namespace]),
    ).toEqual([
      ['Role', 'shift-down-exceptions'],
      ['ClusterRole', undefined],
    ]);
    const [inNamespace, everywhere] = writing.map(({ rules }) =>
      (rules ?? []).filter(({ verbs }) => writes(verbs).length > 0),
    );
    expect(resourcesOf(inNamespace)).toEqual([
      'policyexceptions.kyverno.io',
      'policyexceptions.policies.kyverno.io',
    ]);
    expect(resourcesOf(everywhere)).toEqual([
      'guardrailexceptions.guardrails.shift-down.io',
    ]);
    // A guardrail whose object is gone refuses everything.
    expect(everywhere.flatMap(({ verbs }) => writes(verbs))).toEqual([
      'create',
      'patch',
    ]);
  });

  it('hold the prober to dry runs, by a policy that comes with its permission', () => {
    const objects = load('prober');
    expect(
      objects.flatMap(({ rules }) => rules ?? []).flatMap(({ verbs }) => verbs),
    ).toEqual(['create', 'create', 'create', 'create']);
    expect(objects.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'ValidatingAdmissionPolicy',
        'ValidatingAdmissionPolicyBinding',
      ]),
    );
  });

  it('let the provisioner delete nothing', () => {
    const verbs = rulesOf('provisioner', 'shift-down-provisioner').flatMap(
      rule => rule.verbs,
    );
    expect(new Set(verbs)).toEqual(new Set(['get', 'create', 'patch', 'bind']));
  });
});
