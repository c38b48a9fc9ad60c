/*
 * The whole way of an exception as people go it: a real Kyverno refuses a workload, one
 * person asks in a browser, another approves in theirs, the workload runs; and at the end it
 * is refused again. The portal is that of `npm start`, with this cluster instead of the
 * recorded one. `.ci/extended` runs it, as Kyverno takes long to build.
 */
import { expect as seen, type Browser, type Page } from '@playwright/test';
import {
  applyObjects,
  startControlPlane,
  startKyverno,
  type ControlPlane,
  type KubernetesObject,
  type Kyverno,
} from 'control-plane';
import { readManifest } from '../cluster/TestCluster';
import { eventually } from '../eventually';
import { launchBrowser, openAs, picture } from '../wholePortal/people';
import {
  startWholePortal,
  type WholePortal,
} from '../wholePortal/startWholePortal';

const BUILD_LIMIT_MS = 3_600_000;
const SECONDS = 120;
/** Two rounds of Kyverno's background scan, and some. */
const REPORT_SECONDS = 180;
/** From asking to the end; long enough for two people and for a report in between. */
const LASTS_SECONDS = 200;

jest.setTimeout(1_500_000);

/** Its team is the same in the example catalog; the siblings are nobody's exception. */
const WEB = { namespace: 'orders', name: 'orders-web' };
const SIBLINGS = [
  { namespace: 'orders', name: 'orders-web-admin' },
  { namespace: 'orders', name: 'queue' },
  { namespace: 'payments', name: 'orders-web' },
];
type Place = typeof WEB;

const POLICY = 'require-data-class';

const policy: KubernetesObject = {
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: {
    name: POLICY,
    annotations: {
      'policies.kyverno.io/title': 'Pods say what data they hold',
      'policies.kyverno.io/severity': 'medium',
    },
  },
  spec: {
    background: true,
    rules: [
      {
        name: 'label',
        match: { any: [{ resources: { kinds: ['Pod'] } }] },
        validate: {
          failureAction: 'Enforce',
          message: 'The label data-class is missing.',
          pattern: { metadata: { labels: { 'data-class': '?*' } } },
        },
      },
    ],
  },
};

function deployment({ namespace, name }: Place): KubernetesObject {
  const labels = { 'backstage.io/kubernetes-id': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'app', image: 'registry.example/shop/web:1.0' }],
        },
      },
    },
  };
}

let server: ControlPlane;
let kyverno: Kyverno;
let portal: WholePortal;
let browser: Browser;

async function list(path: string): Promise<KubernetesObject[]> {
  return (await server.json<{ items: KubernetesObject[] }>(path)).items;
}

const selected = ({ name }: Place) =>
  `labelSelector=${encodeURIComponent(`backstage.io/kubernetes-id=${name}`)}`;

const podsOf = (place: Place) =>
  list(`/api/v1/namespaces/${place.namespace}/pods?${selected(place)}`);

/** Deletes its Pods; whether its ReplicaSet gets new ones is up to admission. */
async function deletePods(place: Place) {
  for (const { metadata } of await podsOf(place)) {
    await server.request(
      `/api/v1/namespaces/${place.namespace}/pods/${metadata.name}?gracePeriodSeconds=0`,
      { method: 'DELETE' },
    );
  }
}

/** Makes the controller try at once; it waits longer after each refusal. */
async function nudge(place: Place, value: string) {
  const [set] = await list(
    `/apis/apps/v1/namespaces/${place.namespace}/replicasets?${selected(
      place,
    )}`,
  );
  await server.request(
    `/apis/apps/v1/namespaces/${place.namespace}/replicasets/${set.metadata.name}`,
    {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ metadata: { annotations: { nudged: value } } }),
    },
  );
}

async function untilPods(place: Place, count: number, seconds = SECONDS) {
  return await eventually(
    seconds,
    async () => {
      await nudge(place, String(Date.now()));
      const pods = await podsOf(place);
      return pods.length === count
        ? undefined
        : `${pods.length} Pods of ${place.namespace}/${place.name}`;
    },
    1_000,
  );
}

/** Refused by the policy, as its ReplicaSet asks for it. */
async function whyNotRefused(place: Place): Promise<string | undefined> {
  const [set] = await list(
    `/apis/apps/v1/namespaces/${place.namespace}/replicasets?${selected(
      place,
    )}`,
  );
  const { template } = set.spec as {
    template: { metadata: object; spec: object };
  };
  const response = await server.request(
    `/api/v1/namespaces/${place.namespace}/pods?dryRun=All`,
    {
      method: 'POST',
      json: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          ...template.metadata,
          generateName: `${set.metadata.name}-`,
          namespace: place.namespace,
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'ReplicaSet',
              name: set.metadata.name,
              uid: set.metadata.uid,
              controller: true,
            },
          ],
        },
        spec: template.spec,
      },
    },
  );
  const text = await response.text();
  return response.status !== 201 && text.includes(POLICY)
    ? undefined
    : `${place.namespace}/${place.name}: ${response.status} ${text.slice(
        0,
        300,
      )}`;
}

async function expectSiblingsRefused() {
  for (const sibling of SIBLINGS) {
    expect(await whyNotRefused(sibling)).toBeUndefined();
  }
}

async function startPortal() {
  for (const file of ['collector.yaml', 'enforcer.yaml', 'prober.yaml']) {
    await applyObjects(server, await readManifest(file));
  }
  const tokenOf = (name: string, namespace: string) =>
    server.createToken(name, namespace, 7_200);
  const collector = (await readManifest('collector.yaml')).find(
    ({ kind }) => kind === 'ServiceAccount',
  )!;
  const clusters = [
    {
      name: 'live',
      title: 'Live cluster',
      type: 'serviceAccount',
      url: server.url,
      caData: server.caData,
      token: await tokenOf(
        collector.metadata.name,
        collector.metadata.namespace!,
      ),
      enforcer: {
        token: await tokenOf('shift-down-enforcer', 'shift-down-exceptions'),
      },
      prober: {
        token: await tokenOf('shift-down-prober', 'shift-down-exceptions'),
      },
      reports: { trust: 'trusted' },
    },
  ];
  portal = await startWholePortal({
    'shiftDown.clusters': clusters,
    'shiftDown.correlation.namespaceOwners': [],
  });
}

const as = (person: string, path: string) =>
  openAs(browser, portal.url, person, path);

/** Ends soon: the form knows days, and no test waits for one. */
async function asksFor(page: Page, seconds: number) {
  await page.route('**/api/shift-down/exceptions', async route => {
    const body = route.request().postDataJSON();
    await route.continue({
      postData: JSON.stringify({
        ...body,
        until: new Date(Date.now() + seconds * 1000).toISOString(),
      }),
    });
  });
}

async function openFinding(page: Page) {
  const row = page
    .getByRole('grid', { name: 'Findings' })
    .getByRole('row')
    .filter({ hasText: POLICY })
    .first();
  await seen(async () => {
    await page.reload();
    await seen(row).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: REPORT_SECONDS * 1_000 });
  await row.getByRole('rowheader').getByRole('link').click();
  return page.getByRole('dialog');
}

beforeAll(async () => {
  server = await startControlPlane();
  kyverno = await startKyverno(server);
  await applyObjects(server, [
    ...['orders', 'payments'].map(name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'shift-down.io/owner': `team-${name}` } },
    })),
  ]);
  await applyObjects(server, [WEB, ...SIBLINGS].map(deployment));
  for (const place of [WEB, ...SIBLINGS]) {
    await untilPods(place, 1);
  }
  await applyObjects(server, [policy]);
  await startPortal();
  browser = await launchBrowser();
}, BUILD_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await portal?.stop();
  await kyverno?.stop();
  await server?.stop();
}, 120_000);

it('lets one workload run that Kyverno refused, until it ends', async () => {
  await eventually(SECONDS, () => whyNotRefused(WEB));
  await deletePods(WEB);
  await untilPods(WEB, 0);

  const ben = await as(
    'Ben Osei',
    '/catalog/default/component/orders-web/security',
  );
  const finding = await openFinding(ben);
  await picture(ben, 'live-1-finding');
  await finding.getByRole('link', { name: 'Ask for an exception' }).click();
  await ben
    .getByRole('textbox', { name: 'Justification' })
    .fill('The label comes with the next release.');
  await seen(
    ben.getByText('What it would come to', { exact: true }),
  ).toBeVisible({ timeout: 60_000 });
  await picture(ben, 'live-2-request');
  await asksFor(ben, LASTS_SECONDS);
  const asked = Date.now();
  await ben.getByRole('button', { name: 'Ask for it' }).click();
  await ben.waitForURL(/\/security\/exceptions\/[0-9a-f-]{36}$/);
  const path = new URL(ben.url()).pathname;

  const sam = await as('Sam Moreau', path);
  await picture(sam, 'live-3-to-decide');
  const actions = sam.getByRole('group', { name: 'What you can do' });
  await actions.getByRole('button', { name: 'Approve' }).click();
  await sam
    .getByRole('dialog')
    .getByRole('button', { name: 'Approve' })
    .click();
  await seen(sam.getByText('In force').first()).toBeVisible({
    timeout: 60_000,
  });

  const admittedAfter = await untilPods(WEB, 1);
  await expectSiblingsRefused();
  await seen(async () => {
    await sam.reload();
    await seen(sam.getByText(/^Applied/).first()).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 60_000 });
  await picture(sam, 'live-4-applied');

  const name = (
    await list(
      '/apis/kyverno.io/v2/namespaces/shift-down-exceptions/policyexceptions',
    )
  ).map(({ metadata }) => metadata.name);
  expect(name).toHaveLength(1);
  const skippedAfter = await eventually(REPORT_SECONDS, async () => {
    const [pod] = await podsOf(WEB);
    const reports = await list(
      '/apis/wgpolicyk8s.io/v1alpha2/namespaces/orders/policyreports',
    );
    const results = reports
      .filter(
        ({ scope }) => (scope as { uid?: string }).uid === pod?.metadata.uid,
      )
      .flatMap(
        ({ results: all }) =>
          all as {
            policy: string;
            result: string;
            properties?: { exceptions?: string };
          }[],
      )
      .filter(it => it.policy === POLICY);
    return results.some(
      ({ result, properties }) =>
        result === 'skip' && properties?.exceptions?.includes(name[0]),
    )
      ? undefined
      : JSON.stringify(results);
  });
  await ben.goto(`${portal.url}/catalog/default/component/orders-web/security`);
  await seen(ben.getByText(/^Exempt until/).first()).toBeVisible({
    timeout: 60_000,
  });
  await picture(ben, 'live-5-exempt');

  // Its end: the finding counts again, the object goes, and the engine is asked.
  const left = asked + LASTS_SECONDS * 1_000 - Date.now();
  const refusedAfter = await eventually(left / 1_000 + SECONDS, () =>
    whyNotRefused(WEB),
  );
  expect(Date.now()).toBeGreaterThanOrEqual(asked + LASTS_SECONDS * 1_000);
  await seen(async () => {
    await sam.reload();
    await seen(sam.getByText(/^(Removed|Gone)/).first()).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: SECONDS * 1_000 });
  await picture(sam, 'live-6-ended');
  await expectSiblingsRefused();
  // It runs on, for nobody evicts it; and is not let in again.
  await deletePods(WEB);
  await untilPods(WEB, 0);

  process.stdout.write(
    `admitted ${admittedAfter.toFixed(
      1,
    )} s after the decision, skipped in the report after ` +
      `${skippedAfter.toFixed(0)} s more, refused ${(
        refusedAfter -
        left / 1_000
      ).toFixed(1)} s after the end\n`,
  );
});
