/*
 * Whatever a registry does, the answer is "unknown" with a reason, and neither a socket
 * nor a credential goes anywhere that is not listed.
 */
import type { RequestListener } from 'node:http';
import { makeImage } from 'image-kit';
import { HttpServer } from '../__testUtils__/HttpServer';
import { sourceOptions } from '../__testUtils__/contents';
import { registryEntry } from '../__testUtils__/registryEntry';
import { RegistrySource } from './RegistrySource';

jest.setTimeout(30_000);

const DIGEST = `sha256:${'a'.repeat(64)}`;
const BASIC = {
  type: 'basic',
  username: 'reader',
  password: 'canary-password',
};

let registry: HttpServer;
let elsewhere: HttpServer;

beforeEach(async () => {
  [registry, elsewhere] = await Promise.all([
    HttpServer.start(),
    HttpServer.start(),
  ]);
});

afterEach(async () => {
  await Promise.all([registry.stop(), elsewhere.stop()]);
});

function inspect(
  more: object = {},
  reference: { digest?: string; tag?: string } = { digest: DIGEST },
) {
  const { host } = registry;
  return new RegistrySource(registryEntry(host, more)).inspect(
    { repository: `${host}/team/app`, reference },
    sourceOptions(),
  );
}

/** Answers with a status and headers. */
function answering(
  status: number,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): RequestListener {
  return (_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

describe('a registry that does not give the image', () => {
  it.each<{
    does: string;
    handler: RequestListener;
    config?: object;
    problem: string;
    reason: RegExp;
  }>([
    {
      does: 'wants other credentials',
      handler: answering(401),
      problem: 'unauthorised',
      reason: /wants other credentials .*401/,
    },
    {
      does: 'forbids',
      handler: answering(403),
      problem: 'unauthorised',
      reason: /403/,
    },
    {
      does: 'does not have it',
      handler: answering(404),
      problem: 'not-found',
      reason: /is not on/,
    },
    {
      does: 'has an error',
      handler: answering(500),
      problem: 'unavailable',
      reason: /error of its own \(500\)/,
    },
    {
      does: 'is overloaded',
      handler: answering(503),
      problem: 'unavailable',
      reason: /503/,
    },
    {
      does: 'answers something else',
      handler: answering(200, {}, '<html>'),
      problem: 'invalid',
      reason: /other content than its digest/,
    },
    {
      does: 'is a teapot',
      handler: answering(418),
      problem: 'invalid',
      reason: /418/,
    },
    {
      does: 'ends the connection at once',
      handler: (_, response) => response.destroy(),
      problem: 'unavailable',
      reason: /ended the connection/,
    },
    {
      does: 'ends the connection within the answer',
      handler: (_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{');
        setTimeout(() => response.destroy(), 20);
      },
      problem: 'unavailable',
      reason: /before its answer was complete/,
    },
    {
      does: 'never answers',
      handler: () => {},
      config: { timeoutSeconds: 0.2 },
      problem: 'unavailable',
      reason: /within 0.2 seconds|in time/,
    },
    {
      does: 'answers a byte at a time',
      handler: (_, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
      config: { timeoutSeconds: 0.3 },
      problem: 'unavailable',
      reason: /within 0.3 seconds/,
    },
    {
      does: 'announces 100 MB',
      handler: answering(200, { 'content-length': String(100 * 1024 * 1024) }),
      problem: 'too-large',
      reason: /larger than 4 MiB/,
    },
    {
      does: 'sends 100 MB without saying so',
      handler: (_, response) => {
        response.writeHead(200);
        const chunk = Buffer.alloc(1024 * 1024, 32);
        let sent = 0;
        const more = () => {
          while (sent++ < 100 && response.write(chunk)) {
            // As fast as it is taken.
          }
        };
        response.on('drain', more);
        more();
      },
      problem: 'too-large',
      reason: /larger than 4 MiB/,
    },
    {
      does: 'redirects in a circle',
      handler: (request, response) => {
        response.writeHead(307, { location: request.url });
        response.end();
      },
      problem: 'refused',
      reason: /more than 5 times/,
    },
    {
      does: 'redirects to what is no address',
      handler: answering(307, { location: 'http://[' }),
      problem: 'invalid',
      reason: /address that is none/,
    },
    {
      does: 'redirects to a metadata service',
      handler: answering(307, { location: 'http://169.254.169.254/latest' }),
      problem: 'refused',
      reason: /169.254.169.254, which is not listed under hosts/,
    },
    {
      does: 'redirects to a listed name whose address is not listed',
      handler: answering(307, { location: 'http://169.254.169.254/latest' }),
      config: { hosts: ['169.254.169.254'] },
      problem: 'refused',
      reason: /169.254.169.254 is reached without TLS and is not listed/,
    },
    {
      does: 'redirects to a file',
      handler: answering(307, { location: 'file:///etc/passwd' }),
      problem: 'refused',
      reason: /without https/,
    },
  ])('$does', async ({ handler, config, problem, reason }) => {
    registry.handler = handler;
    await expect(inspect(config)).resolves.toEqual({
      outcome: 'unknown',
      problem,
      reason: expect.stringMatching(reason),
    });
  });

  it('is down', async () => {
    const source = new RegistrySource(registryEntry('127.0.0.1:1'));
    await expect(
      source.inspect(
        { repository: '127.0.0.1:1/team/app', reference: { digest: DIGEST } },
        sourceOptions(),
      ),
    ).resolves.toMatchObject({
      outcome: 'unknown',
      problem: 'unavailable',
      reason: '127.0.0.1:1 refuses the connection',
    });
  });

  it('gives a manifest whose blob is other content', async () => {
    const image = await makeImage({ layers: [{ files: { a: 'b' } }] });
    registry.handler = (request, response) => {
      response.writeHead(200);
      response.end(
        request.url?.includes('/manifests/')
          ? image.content
          : Buffer.alloc(image.blobs[0].content.length, 32),
      );
    };
    await expect(
      inspect({}, { digest: image.descriptor.digest }),
    ).resolves.toMatchObject({
      problem: 'invalid',
      reason: expect.stringMatching(/blob .* other content than its digest/),
    });
  });
});

describe('a registry that was asked too often', () => {
  it.each([
    ['120', 120],
    [new Date(Date.now() + 90_000).toUTCString(), 90],
    ['nonsense', 60],
  ])('is left alone as it says: %s', async (header, seconds) => {
    registry.handler = answering(429, { 'retry-after': header });
    const { host } = registry;
    const source = new RegistrySource(registryEntry(host));
    const ask = () =>
      source.inspect(
        { repository: `${host}/team/app`, reference: { digest: DIGEST } },
        sourceOptions(),
      );
    const first = await ask();
    expect(first).toMatchObject({
      outcome: 'unknown',
      problem: 'rate-limited',
    });
    const { retryAfterSeconds } = first as { retryAfterSeconds: number };
    expect(Math.abs(retryAfterSeconds - seconds)).toBeLessThan(3);
    await expect(ask()).resolves.toMatchObject({
      problem: 'rate-limited',
      reason: expect.stringMatching(/wants to be asked again in \d+ seconds/),
    });
    expect(registry.requests).toHaveLength(1);
  });
});

describe('no socket and no credential goes elsewhere', () => {
  afterEach(() => {
    if (elsewhere.sockets > 0) {
      throw new Error(`Sockets went elsewhere: ${elsewhere.sockets}`);
    }
  });

  it('by a redirect', async () => {
    registry.handler = (request, response) => {
      const { authorization } = request.headers;
      response.writeHead(
        authorization ? 307 : 401,
        authorization
          ? { location: `http://${elsewhere.host}/steal` }
          : { 'www-authenticate': 'Basic realm="x"' },
      );
      response.end();
    };
    await expect(inspect({ auth: BASIC })).resolves.toMatchObject({
      problem: 'refused',
      reason: expect.stringContaining(`${elsewhere.host}, which is not listed`),
    });
  });

  it('by a foreign token service', async () => {
    registry.handler = answering(401, {
      'www-authenticate': `Bearer realm="http://${elsewhere.host}/token",service="x"`,
    });
    const answer = await inspect({ auth: BASIC });
    expect(answer).toMatchObject({
      problem: 'refused',
      reason: expect.stringMatching(
        /token service .* is not listed under hosts/,
      ),
    });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  it('by an address with a user in it', async () => {
    registry.handler = answering(307, {
      location: `http://user:canary@${elsewhere.host}/steal`,
    });
    await expect(inspect()).resolves.toMatchObject({ problem: 'refused' });
  });

  it('by the next page of a list', async () => {
    registry.handler = answering(
      200,
      { link: `<http://${elsewhere.host}/v2/more>; rel="next"` },
      '{"tags":["1.0.0"]}',
    );
    const { host } = registry;
    await expect(
      new RegistrySource(registryEntry(host)).listTags(
        { repository: `${host}/team/app` },
        sourceOptions(),
      ),
    ).resolves.toMatchObject({ outcome: 'unknown', problem: 'refused' });
  });

  it('by the urls of a descriptor', async () => {
    const image = await makeImage({ layers: [] });
    const manifest = JSON.parse(image.content.toString());
    manifest.config.urls = [`http://${elsewhere.host}/config`];
    registry.handler = answering(404);
    await inspect();
    registry.handler = (request, response) => {
      const isManifest = request.url?.includes('/manifests/');
      response.writeHead(isManifest ? 200 : 404);
      response.end(isManifest ? JSON.stringify(manifest) : '');
    };
    await expect(inspect({}, { tag: 'latest' })).resolves.toMatchObject({
      outcome: 'unknown',
    });
  });

  it('by a reference that is no name of a repository', async () => {
    const { host } = registry;
    const source = new RegistrySource(registryEntry(host));
    for (const path of [
      '../../../etc',
      'team/app?x=',
      'team/app#',
      '%2e%2e/x',
      `@${elsewhere.host}/x`,
      '',
      'a'.repeat(300),
    ]) {
      await expect(
        source.inspect(
          { repository: `${host}/${path}`, reference: { tag: 'latest' } },
          sourceOptions(),
        ),
      ).resolves.toMatchObject({ outcome: 'unknown', problem: 'invalid' });
    }
    expect(registry.sockets).toBe(0);
  });

  it('for a repository of a host that is not configured', () => {
    const source = new RegistrySource(registryEntry(registry.host));
    expect(source.covers(`${elsewhere.host}/team/app`)).toBe(false);
    expect(source.covers('169.254.169.254/latest/meta-data')).toBe(false);
    expect(source.covers(`${registry.host}.evil.example/team/app`)).toBe(false);
  });

  it('by a name that resolves to an address that is not listed', async () => {
    const port = elsewhere.host.split(':')[1];
    const host = `registry.example.org:${port}`;
    const resolved: string[] = [];
    const source = new RegistrySource(registryEntry(host, { insecure: true }), {
      resolve: ((name: string, _: object, callback: Function) => {
        resolved.push(name);
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      }) as never,
    });
    await expect(
      source.inspect(
        { repository: `${host}/team/app`, reference: { digest: DIGEST } },
        sourceOptions(),
      ),
    ).resolves.toMatchObject({
      problem: 'refused',
      reason: expect.stringContaining('127.0.0.1'),
    });
    expect(resolved).toEqual(['registry.example.org']);
  });
});

describe('credentials', () => {
  it('are exchanged for a token at a listed service, kept for the scope, and dropped on the way to other hosts', async () => {
    const image = await makeImage({ layers: [] });
    registry.handler = (request, response) => {
      const { authorization } = request.headers;
      if (authorization !== 'Bearer the-token') {
        response.writeHead(401, {
          'www-authenticate': `Bearer realm="http://${elsewhere.host}/token",service="registry",scope="repository:team/app:pull,push"`,
        });
        response.end();
      } else if (request.url?.includes('/manifests/sha256:')) {
        response.end(image.content);
      } else if (request.url?.includes('/blobs/')) {
        response.writeHead(307, {
          location: `http://${elsewhere.host}/storage`,
        });
        response.end();
      } else {
        response.writeHead(404);
        response.end();
      }
    };
    elsewhere.handler = (request, response) => {
      response.end(
        request.url?.startsWith('/token')
          ? JSON.stringify({ token: 'the-token', expires_in: 300 })
          : image.blobs[0].content,
      );
    };
    const answer = await inspect(
      { auth: BASIC, hosts: [elsewhere.host] },
      { digest: image.descriptor.digest },
    );
    expect(answer).toMatchObject({ outcome: 'read' });
    const [token, ...storage] = elsewhere.requests;
    const url = new URL(token.url, 'http://x');
    expect(url.searchParams.get('scope')).toBe('repository:team/app:pull');
    expect(token.authorization).toMatch(/^Basic /);
    expect(storage).toEqual([{ method: 'GET', url: '/storage' }]);
    // One was refused before there was a token.
    expect(
      registry.requests.filter(it => it.authorization === undefined),
    ).toHaveLength(1);
  });

  it('are sent as they are if they are a token, to the registry alone', async () => {
    registry.handler = answering(307, {
      location: `http://${elsewhere.host}/storage`,
    });
    await inspect({
      auth: { type: 'bearer', token: 'canary-token' },
      hosts: [elsewhere.host],
    });
    expect(registry.requests[0].authorization).toBe('Bearer canary-token');
    expect(elsewhere.requests).toEqual([{ method: 'GET', url: '/storage' }]);
  });
});
