import { ConfigReader } from '@backstage/config';
import { createMockDirectory } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readClusters } from './config';
import { TestAuthority } from './live/connection/__testUtils__/certificates';

const DEMO = { name: 'demo', type: 'recorded', path: '/recordings/demo' };

const ACCOUNT = {
  type: 'serviceAccount',
  url: 'https://api.example:6443/',
  token: 's3cr3t',
};

const MIB = 1024 * 1024;

const read = (...clusters: JsonObject[]) =>
  readClusters(new ConfigReader({ shiftDown: { clusters } }), '/somewhere');

describe('shiftDown.clusters', () => {
  const directory = createMockDirectory();

  it('may be absent', () => {
    expect(readClusters(new ConfigReader({}), '/')).toEqual([]);
  });

  it('has defaults', () => {
    expect(read(DEMO)).toEqual([
      {
        type: 'recorded',
        isProvisioned: false,
        options: {
          id: 'demo',
          title: 'demo',
          folder: '/recordings/demo',
          reportTrust: { mode: 'trusted' },
          refreshMilliseconds: 2_000,
          maxFileBytes: 16 * 1024 * 1024,
        },
      },
    ]);
    expect(read({ name: 'prod', type: 'inCluster' })).toEqual([
      {
        type: 'live',
        options: {
          id: 'prod',
          title: 'prod',
          namespaces: undefined,
          reportTrust: { mode: 'rbac', writers: [] },
          limits: { objectBytes: 8 * MIB, pageBytes: 16 * MIB },
          warnings: [],
        },
        connection: { type: 'inCluster' },
      },
    ]);
  });

  it.each([
    [{ refresh: { seconds: 5 } }, { refreshMilliseconds: 5_000 }],
    [{ refresh: '1m' }, { refreshMilliseconds: 60_000 }],
    [{ refresh: { milliseconds: 1 } }, { refreshMilliseconds: 100 }],
    [{ maxFileSizeMiB: 0.5 }, { maxFileBytes: 512 * 1024 }],
    [{ title: 'Demo cluster' }, { title: 'Demo cluster' }],
    [
      { networkPolicies: { enforcedBy: 'calico' } },
      { networkPolicyProvider: 'calico' },
    ],
    [{ networkPolicies: {} }, { networkPolicyProvider: undefined }],
    [
      { reports: { trust: 'rbac' } },
      { reportTrust: { mode: 'rbac', writers: [] } },
    ],
  ])('reads %j of a recorded cluster', (change, options) => {
    expect(read({ ...DEMO, ...change })).toMatchObject([{ options }]);
  });

  it.each<[JsonObject, object]>([
    [{ namespaces: ['shop', 'pay', 'shop'] }, { namespaces: ['shop', 'pay'] }],
    [
      { limits: { objectMiB: 1 } },
      { limits: { objectBytes: MIB, pageBytes: 16 * MIB } },
    ],
    [
      { reports: { trust: 'untrusted' } },
      { reportTrust: { mode: 'untrusted' } },
    ],
    [
      {
        reports: {
          writers: [
            'system:serviceaccount:kyverno:*',
            'serviceaccount:trivy-system:trivy-operator',
            'group:platform-admins',
            'user:ops@example.org',
          ],
        },
      },
      {
        reportTrust: {
          mode: 'rbac',
          writers: [
            'serviceaccount:kyverno:*',
            'serviceaccount:trivy-system:trivy-operator',
            'group:platform-admins',
            'user:ops@example.org',
          ],
        },
      },
    ],
  ])('reads %j of a live cluster', (change, options) => {
    expect(read({ name: 'prod', type: 'inCluster', ...change })).toMatchObject([
      { options },
    ]);
  });

  it.each<[JsonObject, object]>([
    [
      { type: 'kubeconfig', path: '/kube/config', context: 'prod' },
      { type: 'kubeconfig', path: '/kube/config', context: 'prod' },
    ],
    [
      { type: 'inCluster', proxyUrl: 'http://proxy:3128' },
      { type: 'inCluster', proxyUrl: 'http://proxy:3128' },
    ],
    [
      { ...ACCOUNT, caFile: '/ca.crt' },
      {
        type: 'serviceAccount',
        url: 'https://api.example:6443',
        token: { value: 's3cr3t' },
        ca: { file: '/ca.crt' },
      },
    ],
    [
      { ...ACCOUNT, token: undefined, tokenFile: 'token' },
      { token: { file: '/somewhere/token' }, ca: undefined },
    ],
    [
      { ...ACCOUNT, url: 'http://127.0.0.1:8001' },
      { url: 'http://127.0.0.1:8001' },
    ],
    [{ type: 'kubernetesPlugin' }, { cluster: 'prod' }],
    [{ type: 'kubernetesPlugin', cluster: 'p1' }, { cluster: 'p1' }],
  ])('reads the way %j', (entry, connection) => {
    expect(read({ name: 'prod', ...entry } as JsonObject)).toMatchObject([
      { type: 'live', connection },
    ]);
  });

  it('takes an authority in PEM, as it is or in Base64', async () => {
    const { ca } = await TestAuthority.create();
    for (const caData of [ca, Buffer.from(ca).toString('base64')]) {
      expect(read({ name: 'prod', ...ACCOUNT, caData })).toMatchObject([
        { connection: { ca: { value: ca } } },
      ]);
    }
  });

  it('warns when anybody would be believed', () => {
    expect(
      read({ name: 'prod', ...ACCOUNT, skipTLSVerify: true }),
    ).toMatchObject([
      {
        connection: { skipTlsVerify: true },
        options: { warnings: [expect.stringContaining('skipTLSVerify')] },
      },
    ]);
  });

  it.each([
    [
      { type: 'cloud' },
      'shiftDown.clusters[0].type: "cloud" is not supported; supported: recorded, kubeconfig, inCluster, serviceAccount, kubernetesPlugin',
    ],
    [{ type: undefined }, 'type: is missing; supported: recorded'],
    [
      { name: 'a b' },
      'shiftDown.clusters[0].name (cluster "a b"): is made of letters',
    ],
    [{ name: undefined }, 'shiftDown.clusters[0].name: is missing'],
    [{ path: '' }, '.path (cluster "demo"): must not be empty'],
    [{ path: undefined }, '.path (cluster "demo"): is missing'],
    [{ maxFileSizeMiB: 0 }, 'shiftDown.clusters[0].maxFileSizeMiB'],
    [{ tokenfile: 'x' }, 'Unrecognized key: "tokenfile"'],
    [{ namespaces: ['a'] }, 'Unrecognized key: "namespaces"'],
    [{ reports: { writers: ['user:a'] } }, 'with trust: rbac only'],
  ])('refuses a recorded cluster with %j', (change, message) => {
    expect(() => read({ ...DEMO, ...change } as JsonObject)).toThrow(message);
  });

  it.each([
    [{ token: undefined }, '.token (cluster "prod"): set either'],
    [{ tokenFile: '/token' }, 'set either token or tokenFile'],
    [{ caFile: '/ca', skipTLSVerify: true }, 'set only one of'],
    [{ caData: 'bm90aGluZw==' }, '.caData (cluster "prod"): must be a cert'],
    [{ url: undefined }, '.url (cluster "prod"): is missing'],
    [{ url: 'api.example' }, 'must be an address'],
    [{ url: 'http://api.example' }, 'sent in the clear'],
    [{ url: 'https://me:s3cr3t@api.example' }, 'neither user nor query'],
    [{ proxyUrl: 'socks5://proxy:1080' }, 'starts with http:// or https://'],
    [{ namespaces: [] }, 'must name a namespace'],
    [{ namespaces: ['team-*'] }, 'without patterns'],
    [{ limits: { objectMiB: 32 } }, 'must not exceed pageMiB'],
    [{ limits: { objectMiB: 0 } }, 'limits.objectMiB'],
    [{ reports: { trust: 'yes' } }, 'must be rbac, trusted or untrusted'],
    [{ reports: { writers: ['kyverno'] } }, 'must be user:<name>'],
    [{ reports: { writers: ['group:*'] } }, 'is everybody'],
    [{ reports: { writers: ['serviceaccount:*:x'] } }, 'is everybody'],
    [
      { reports: { trust: 'trusted', writers: ['user:a'] } },
      'reports.writers (cluster "prod"): are asked for with trust: rbac only',
    ],
  ])('refuses a service account with %j', (change, message) => {
    const reading = () =>
      read({ name: 'prod', ...ACCOUNT, ...change } as JsonObject);
    expect(reading).toThrow(message);
    expect(reading).not.toThrow('s3cr3t');
  });

  it('gives those who write credentials of their own, for the same server', () => {
    const account = { name: 'prod', ...ACCOUNT };
    expect(
      read({
        ...account,
        enforcer: { tokenFile: '/enforcer' },
        prober: { token: 'pr0b3r' },
      }),
    ).toMatchObject([
      {
        connection: { token: { value: 's3cr3t' } },
        writer: {
          exceptionNamespace: 'shift-down-exceptions',
          enforcer: {
            connection: { url: 'https://api.example:6443' },
            token: { file: '/enforcer' },
          },
          prober: { token: { value: 'pr0b3r' } },
        },
      },
    ]);
    expect(
      read({
        name: 'prod',
        type: 'kubeconfig',
        path: '/config',
        context: 'collector',
        enforcer: { context: 'enforcer', namespace: 'exceptions' },
      }),
    ).toMatchObject([
      {
        writer: {
          exceptionNamespace: 'exceptions',
          enforcer: {
            connection: { path: '/config', context: 'enforcer' },
          },
        },
      },
    ]);
    expect(read(account)).toMatchObject([
      { writer: undefined, provisioner: undefined },
    ]);
  });

  it('gives a provisioner its own credential, and the prober to whoever writes', () => {
    const account = { name: 'prod', ...ACCOUNT };
    expect(
      read({
        ...account,
        provisioner: { tokenFile: '/provisioner' },
        prober: { token: 'pr0b3r' },
      }),
    ).toMatchObject([
      {
        writer: undefined,
        provisioner: {
          provisioner: { token: { file: '/provisioner' } },
          prober: { token: { value: 'pr0b3r' } },
        },
      },
    ]);
    expect(
      read({
        name: 'prod',
        type: 'kubeconfig',
        path: '/config',
        provisioner: { context: 'provisioner' },
      }),
    ).toMatchObject([
      {
        provisioner: {
          provisioner: { connection: { context: 'provisioner' } },
        },
      },
    ]);
  });

  it('writes namespaces into a recording only where it says so', () => {
    expect(read(DEMO)).toMatchObject([{ isProvisioned: false }]);
    expect(read({ ...DEMO, provisioner: { folder: true } })).toMatchObject([
      { isProvisioned: true },
    ]);
    for (const provisioner of [{}, { folder: false }, { token: 's3cr3t' }]) {
      expect(() => read({ ...DEMO, provisioner })).toThrow('provisioner');
    }
  });

  it.each([
    [{ enforcer: {} }, 'enforcer.token (cluster "prod"): set one of'],
    [{ enforcer: { token: 's3cr3t', tokenFile: '/t' } }, 'set one of'],
    [{ enforcer: { context: 'x' } }, 'for clusters of type kubeconfig'],
    [
      { enforcer: { token: 's3cr3t', namespace: 'A b' } },
      'enforcer.namespace (cluster "prod"): must be the name',
    ],
    [{ prober: { token: 's3cr3t' } }, 'set one of them too'],
    [
      { provisioner: { token: 's3cr3t', tokenFile: '/t' } },
      'provisioner.token (cluster "prod"): set one of',
    ],
    [
      { provisioner: { context: 'x' } },
      'provisioner.context (cluster "prod"): is for clusters of type kubeconfig',
    ],
    [{ provisioner: { folder: true } }, 'cluster "prod"'],
    [
      {
        type: 'kubernetesPlugin',
        url: undefined,
        token: undefined,
        provisioner: { token: 's3cr3t' },
      },
      'asks with credentials of its own',
    ],
    [
      {
        type: 'kubernetesPlugin',
        url: undefined,
        token: undefined,
        enforcer: { token: 's3cr3t' },
      },
      'asks with credentials of its own',
    ],
  ])('refuses credentials that write with %j', (change, message) => {
    const reading = () =>
      read(
        Object.fromEntries(
          Object.entries({ name: 'prod', ...ACCOUNT, ...change }).filter(
            ([, value]) => value !== undefined,
          ),
        ) as JsonObject,
      );
    expect(reading).toThrow(message);
    expect(reading).not.toThrow('s3cr3t');
  });

  it('refuses a name that is used twice', () => {
    expect(() => read(DEMO, DEMO)).toThrow('"demo" is used twice');
  });

  it('resolves a path from where app-config.yaml is', () => {
    directory.setContent({
      'app-config.yaml': '',
      packages: { backend: { 'package.json': '{}' } },
      elsewhere: {},
    });
    const config = new ConfigReader({
      shiftDown: { clusters: [{ ...DEMO, path: './clusters/demo' }] },
    });
    const folderFrom = (from: string) => {
      const [cluster] = readClusters(config, from);
      return cluster.type === 'recorded' ? cluster.options.folder : undefined;
    };
    const folders = ['.', 'packages/backend', 'elsewhere'].map(from =>
      folderFrom(directory.resolve(from)),
    );
    expect(new Set(folders)).toEqual(
      new Set([directory.resolve('clusters/demo')]),
    );
    expect(folderFrom('/')).toBe('/clusters/demo');
  });
});
