/** The example for Kyverno is what the newest example of a baseline comes to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { exampleBaseline, RULES } from '../__testUtils__/namespaces';
import { renderGeneratingPolicy } from './renderGeneratingPolicy';

const FILE = join(
  __dirname,
  '../../../../../examples/kyverno/generate-baseline.yaml',
);

const DOCUMENTS = parseAllDocuments(readFileSync(FILE, 'utf8')).map(document =>
  document.toJS(),
);

it('is up to date', () => {
  const [policy] = DOCUMENTS;
  const [cluster] = RULES.clusters;
  const [size] = RULES.sizes;
  const rendered = renderGeneratingPolicy(exampleBaseline('1.1.0'), {
    cluster: { ...cluster, dns: cluster.dns.slice(0, 1) },
    size,
  });
  expect(policy).toEqual(rendered);
});

it('comes with the rights that Kyverno needs for it, and no others', () => {
  const [policy, role] = DOCUMENTS;
  const kinds = new Set(
    parseAllDocuments(policy.spec.generate[0].template.value).map(document =>
      String(document.get('kind')).toLowerCase(),
    ),
  );
  const granted = role.rules.flatMap((it: { resources: string[] }) =>
    it.resources.map(resource => resource.replace(/(ie)?s$/, '')),
  );
  expect(granted.sort()).toEqual(
    [...kinds].map(kind => kind.replace(/y$/, '')).sort(),
  );
});
