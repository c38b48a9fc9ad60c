import { mockServices } from '@backstage/backend-test-utils';
import { createServer, type IncomingMessage, type Server } from 'http';
import type { AddressInfo } from 'net';
import { HttpConnection } from './HttpConnection';
import { KubernetesPluginAccess } from './KubernetesPluginAccess';
import { readText, signal } from './__testUtils__/read';

const CLUSTERS = {
  items: [
    { name: 'prod', authProvider: 'serviceAccount' },
    { name: 'custom', authProvider: 'our-own' },
    { name: 'unnamed' },
    { name: 'people', authProvider: 'oidc' },
    { name: 'gke', authProvider: 'google' },
    { name: 'azure', authProvider: 'aks' },
  ],
};

describe('the Kubernetes plugin', () => {
  let server: Server;
  let connection: HttpConnection;
  const requests: IncomingMessage[] = [];
  let clusters: { status: number; body: unknown };

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request);
      if (request.url === '/api/kubernetes/clusters') {
        response.statusCode = clusters.status;
        response.end(JSON.stringify(clusters.body));
      } else {
        response.end('proxied');
      }
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(done => {
      server.close(done);
    });
  });

  beforeEach(() => {
    requests.length = 0;
    clusters = { status: 200, body: CLUSTERS };
  });

  afterEach(async () => connection.close());

  const again = async () =>
    readText(
      await connection.request('/api/v1/pods?limit=1', { signal: signal() }),
    );

  async function ask(cluster: string): Promise<string> {
    const { port } = server.address() as AddressInfo;
    connection = new HttpConnection(
      new KubernetesPluginAccess({
        cluster,
        services: {
          auth: mockServices.auth(),
          discovery: mockServices.discovery.mock({
            getBaseUrl: async pluginId =>
              `http://127.0.0.1:${port}/api/${pluginId}`,
          }),
        },
      }),
    );
    return again();
  }

  it.each(['prod', 'custom', 'unnamed'])(
    'is asked for the cluster %s by this plugin itself, uncompressed',
    async cluster => {
      expect(await ask(cluster)).toBe('proxied');
      expect(await again()).toBe('proxied');
      expect(requests.map(({ url }) => url)).toEqual([
        '/api/kubernetes/clusters',
        '/api/kubernetes/proxy/api/v1/pods?limit=1',
        '/api/kubernetes/proxy/api/v1/pods?limit=1',
      ]);
      const [, { headers }] = requests;
      expect(headers).toMatchObject({
        'backstage-kubernetes-cluster': cluster,
        'accept-encoding': 'identity',
      });
      const credentials = await mockServices
        .auth({ pluginId: 'kubernetes' })
        .authenticate(String(headers.authorization).replace('Bearer ', ''));
      expect(credentials.principal).toMatchObject({
        type: 'service',
        subject: 'plugin:test',
      });
    },
  );

  it.each(['people', 'gke', 'azure'])(
    'has no credential of its own for the cluster %s',
    async cluster => {
      await expect(ask(cluster)).rejects.toMatchObject({
        name: 'ConnectionError',
        code: 'forbidden',
        message: expect.stringMatching(/^needs a user's credential/),
      });
      expect(requests).toHaveLength(1);
    },
  );

  it('may not have the cluster, until it has', async () => {
    await expect(ask('new')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('it has: prod, custom'),
    });
    clusters.body = { items: [{ name: 'new', authProvider: 'aws' }] };
    expect(await again()).toBe('proxied');
  });

  it.each([
    [403, {}, 'forbidden', 'kubernetes.clusters.read'],
    [404, {}, 'unreachable', 'is not installed'],
    [500, {}, 'unreachable', 'did not tell its clusters (500)'],
    [200, { items: 'many' }, 'unreachable', 'did not tell its clusters'],
  ])('that answers %s %j is told', async (status, body, code, message) => {
    clusters = { status, body };
    await expect(ask('prod')).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});
