import type { Access, AccessProvider } from './access';
import type { ClusterConnection } from './ClusterConnection';
import { HttpConnection } from './HttpConnection';
import { TestAuthority, type Certificate } from './__testUtils__/certificates';
import { readText, signal } from './__testUtils__/read';
import { TestProxy } from './__testUtils__/TestProxy';
import {
  TestApiServer,
  until,
  type Handler,
} from './__testUtils__/TestApiServer';

const hello: Handler = (_, response) => response.end('hello');

/** Writes a first chunk and then nothing. */
const silent: Handler = (_, response) => response.write('first');

describe('HttpConnection', () => {
  let authority: TestAuthority;
  let certificate: Certificate;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    authority = await TestAuthority.create();
    certificate = await authority.issue('server');
  });

  afterEach(async () => {
    await Promise.all(cleanups.splice(0).map(clean => clean()));
  });

  async function serve(
    handler: Handler,
    options: object = {},
  ): Promise<TestApiServer> {
    const server = await TestApiServer.start(
      { ...certificate, ...options },
      handler,
    );
    cleanups.push(() => server.stop());
    return server;
  }

  function connect(
    server: string,
    access: Partial<Access> | (() => Partial<Access>) = {},
    options: { maximumConnections?: number; invalidate?: () => void } = {},
  ): ClusterConnection {
    const provider: AccessProvider = {
      access: async () => ({
        server,
        headers: { authorization: 'Bearer token-1' },
        tls: { ca: authority.ca, trust: 'the authority of the test' },
        ...(typeof access === 'function' ? access() : access),
      }),
      invalidate: options.invalidate ?? (() => {}),
      close: () => {},
    };
    const connection = new HttpConnection(provider, options);
    cleanups.push(() => connection.close());
    return connection;
  }

  const get = (connection: ClusterConnection, path = '/version') =>
    connection.request(path, { signal: signal() });

  describe('an answer', () => {
    it('has status, headers and a body in chunks', async () => {
      const server = await serve((_, response) => {
        response.writeHead(404, { 'X-Kind': 'Status' });
        response.end('gone');
      });
      const answer = await get(connect(server.url), '/api/v1/pods?limit=5');
      expect(answer).toMatchObject({
        status: 404,
        headers: { 'x-kind': 'Status' },
      });
      expect(await readText(answer)).toBe('gone');
      expect(server.requests[0]).toMatchObject({
        method: 'GET',
        url: '/api/v1/pods?limit=5',
        httpVersion: '1.1',
        headers: {
          authorization: 'Bearer token-1',
          accept: 'application/json',
          'accept-encoding': 'identity',
        },
      });
    });

    it('comes to a question with a body', async () => {
      const server = await serve((request, response) => {
        request.pipe(response);
      });
      const answer = await connect(server.url).request('/reviews', {
        method: 'POST',
        body: { kind: 'Review' },
        accept: 'application/json;as=Table',
        signal: signal(),
      });
      expect(await readText(answer)).toBe('{"kind":"Review"}');
      expect(server.requests[0].headers).toMatchObject({
        'content-type': 'application/json',
        accept: 'application/json;as=Table',
      });
    });

    it('resolves with the headers, while the body goes on', async () => {
      const server = await serve(silent);
      const answer = await connect(server.url).request('/watch', {
        signal: signal(),
        headersTimeoutMilliseconds: 200,
      });
      const iterator = answer.body[Symbol.asyncIterator]();
      expect(String((await iterator.next()).value)).toBe('first');
      const outlived = await Promise.race([
        iterator.next(),
        new Promise(done => {
          setTimeout(() => done('silence'), 400);
        }),
      ]);
      expect(outlived).toBe('silence');
    });

    it('that breaks off is told to its reader', async () => {
      const server = await serve((request, response) => {
        response.write('first', () => request.socket.destroy());
      });
      const answer = await get(connect(server.url));
      await expect(readText(answer)).rejects.toMatchObject({
        name: 'ConnectionError',
        code: 'interrupted',
      });
    });
  });

  describe('sockets', () => {
    it('are kept for the next request', async () => {
      const server = await serve(hello);
      const connection = connect(server.url);
      for (let i = 0; i < 20; i++) {
        await readText(await get(connection));
      }
      // The end of a body is read a moment before its socket is free.
      expect(server.opened).toBeLessThanOrEqual(2);
    });

    it('are bounded in number', async () => {
      const server = await serve((_, response) => {
        setTimeout(() => response.end('late'), 50);
      });
      const connection = connect(server.url, {}, { maximumConnections: 3 });
      await Promise.all(
        Array.from({ length: 12 }, async () => readText(await get(connection))),
      );
      expect(server.opened).toBeLessThanOrEqual(3);
      expect(server.requests).toHaveLength(12);
    });

    it.each([
      [
        'destroyed without reading',
        async (connection: ClusterConnection) =>
          (await get(connection)).body.destroy(),
      ],
      [
        'destroyed with an error',
        async (connection: ClusterConnection) =>
          (await get(connection)).body.destroy(new Error('enough')),
      ],
      [
        'left half read',
        async (connection: ClusterConnection) => {
          for await (const _ of (await get(connection)).body) {
            break;
          }
        },
      ],
      [
        'aborted by the caller',
        async (connection: ClusterConnection) => {
          const abort = new AbortController();
          const { body } = await connection.request('/watch', {
            signal: abort.signal,
          });
          abort.abort();
          await expect(
            body[Symbol.asyncIterator]().next(),
          ).rejects.toMatchObject({ code: 'aborted' });
        },
      ],
    ])('of bodies %s are closed', async (_, half) => {
      const server = await serve(silent);
      const connection = connect(server.url);
      for (let i = 0; i < 10; i++) {
        await half(connection);
      }
      await until(() => server.sockets.size === 0);
    });

    it('tell the reader why a body was destroyed', async () => {
      const server = await serve(silent);
      const { body } = await get(connect(server.url));
      const reading = readText({ status: 200, headers: {}, body });
      body.destroy(new Error('no bookmark in time'));
      await expect(reading).rejects.toThrow('no bookmark in time');
    });

    it('are all closed with the connection, and nobody asks again', async () => {
      const server = await serve(silent);
      const connection = connect(server.url);
      const failed = readText(await get(connection)).catch(error => error);
      await connection.close();
      expect(await failed).toMatchObject({ code: 'aborted' });
      await until(() => server.sockets.size === 0);
      await expect(get(connection)).rejects.toMatchObject({ code: 'aborted' });
    });

    it('that the server closed meanwhile are no reason to fail', async () => {
      const server = await serve(hello);
      const connection = connect(server.url);
      await readText(await get(connection));
      server.sockets.forEach(socket => socket.destroy());
      expect(await readText(await get(connection))).toBe('hello');
    });

    it('of former certificates go when their answers have ended', async () => {
      let end = () => {};
      const server = await serve(
        (request, response, client) => {
          response.write(`${client} `);
          if (request.url === '/watch') {
            end = () => response.end('bye');
          } else {
            response.end();
          }
        },
        { requestCert: true, ca: authority.ca },
      );
      let client = await authority.issue('first');
      const connection = connect(server.url, () => ({
        tls: { ca: authority.ca, trust: 'a', ...client },
      }));
      const watch = await get(connection, '/watch');
      client = await authority.issue('second');
      expect(await readText(await get(connection))).toBe('second ');
      end();
      expect(await readText(watch)).toBe('first bye');
      await until(() => server.sockets.size === 1);
    });
  });

  describe('a 401', () => {
    it('drops the credentials and is tried once more', async () => {
      const server = await serve((request, response) => {
        response.statusCode =
          request.headers.authorization === 'Bearer token-2' ? 200 : 401;
        response.end('body');
      });
      let token = 'token-1';
      const connection = connect(
        server.url,
        () => ({ headers: { authorization: `Bearer ${token}` } }),
        { invalidate: () => (token = 'token-2') },
      );
      expect(await get(connection)).toMatchObject({ status: 200 });
      expect(server.requests).toHaveLength(2);
      expect(server.opened).toBeLessThanOrEqual(2);
    });

    it('that stays is the answer', async () => {
      const server = await serve((_, response) => {
        response.statusCode = 401;
        response.end('Unauthorized');
      });
      const invalidate = jest.fn();
      const answer = await get(connect(server.url, {}, { invalidate }));
      expect(answer.status).toBe(401);
      expect(await readText(answer)).toBe('Unauthorized');
      expect(server.requests).toHaveLength(2);
      expect(invalidate).toHaveBeenCalledTimes(1);
    });
  });

  describe('without an answer', () => {
    it('says that headers take too long, waiting for a socket included', async () => {
      const server = await serve(() => {});
      const connection = connect(server.url, {}, { maximumConnections: 1 });
      const ask = () =>
        connection.request('/slow', {
          signal: signal(),
          headersTimeoutMilliseconds: 100,
        });
      const asked = await Promise.allSettled([ask(), ask()]);
      asked.forEach(result =>
        expect(result).toMatchObject({
          status: 'rejected',
          reason: { name: 'ConnectionError', code: 'timeout' },
        }),
      );
      await until(() => server.sockets.size === 0);
    });

    it('ends when the caller aborts, before or while asking', async () => {
      const server = await serve(() => {});
      const connection = connect(server.url);
      await expect(
        connection.request('/', { signal: AbortSignal.abort() }),
      ).rejects.toMatchObject({ code: 'aborted' });
      expect(server.requests).toHaveLength(0);

      const abort = new AbortController();
      const failed = connection
        .request('/', { signal: abort.signal })
        .catch(error => error);
      await until(() => server.requests.length === 1);
      abort.abort();
      expect(await failed).toMatchObject({ code: 'aborted' });
      await until(() => server.sockets.size === 0);
    });

    it('says that nobody is there', async () => {
      const server = await serve(hello);
      const { url } = server;
      await server.stop();
      await expect(get(connect(url))).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('refuses connections'),
      });
      await expect(
        get(connect('https://nobody.invalid:6443')),
      ).rejects.toMatchObject({ code: 'unreachable' });
    });

    it('says that a name is not known, an authority not trusted, a time past, a name wrong', async () => {
      const server = await serve(hello);
      const other = await TestAuthority.create('Another authority');
      await expect(
        get(
          connect(server.url, {
            tls: { ca: other.ca, trust: 'the authority in /tmp/other.crt' },
          }),
        ),
      ).rejects.toMatchObject({
        code: 'tls',
        message: expect.stringContaining(
          'is not signed by the authority in /tmp/other.crt',
        ),
      });
      await expect(
        get(connect(server.url, { tls: { trust: 'what Node.js trusts' } })),
      ).rejects.toMatchObject({
        code: 'tls',
        message: expect.stringContaining('what Node.js trusts'),
      });

      const expired = await serve(
        hello,
        await authority.issue('old', { notAfter: new Date(Date.now() - 1000) }),
      );
      await expect(get(connect(expired.url))).rejects.toMatchObject({
        code: 'tls',
        message: expect.stringContaining('has expired'),
      });

      const elsewhere = await serve(
        hello,
        await authority.issue('x', { addresses: ['api.elsewhere.example'] }),
      );
      await expect(get(connect(elsewhere.url))).rejects.toMatchObject({
        code: 'tls',
        message: expect.stringContaining('is for another name'),
      });
    });

    it('believes another name, or anybody, only when told so', async () => {
      const elsewhere = await serve(
        hello,
        await authority.issue('x', { addresses: ['api.elsewhere.example'] }),
      );
      const named = connect(elsewhere.url, {
        tls: {
          ca: authority.ca,
          trust: 'a',
          serverName: 'api.elsewhere.example',
        },
      });
      expect(await readText(await get(named))).toBe('hello');
      const anybody = connect(elsewhere.url, {
        tls: { trust: 'nothing', skipVerify: true },
      });
      expect(await readText(await get(anybody))).toBe('hello');
      await expect(anybody.describe(signal())).resolves.toEqual({
        server: `127.0.0.1:${elsewhere.port}`,
        tls: 'unverified',
        trust: 'nothing',
        proxy: undefined,
      });
    });

    it.each([
      ['tls', { ca: 'no certificate' }],
      ['credentials', { cert: 'no certificate', key: 'no key' }],
    ])('says when certificates are unusable: %s', async (code, tls) => {
      await expect(
        get(
          connect('https://127.0.0.1:1', {
            tls: { ca: authority.ca, trust: 'the test', ...tls },
          }),
        ),
      ).rejects.toMatchObject({ name: 'ConnectionError', code });
    });
  });

  describe('an outbound proxy', () => {
    it('is used, and TLS reaches through it', async () => {
      const server = await serve(hello);
      const proxy = await TestProxy.start();
      cleanups.push(() => proxy.stop());
      const connection = connect(server.url, {
        proxyUrl: `http://127.0.0.1:${proxy.port}`,
      });
      for (let i = 0; i < 20; i++) {
        expect(await readText(await get(connection))).toBe('hello');
      }
      expect(proxy.targets[0]).toBe(`127.0.0.1:${server.port}`);
      expect(proxy.targets.length).toBeLessThanOrEqual(2);
    });

    it('is given its user and password, which no message tells', async () => {
      const server = await serve(hello);
      const proxy = await TestProxy.start(
        `Basic ${Buffer.from('me:s3cr3t').toString('base64')}`,
      );
      cleanups.push(() => proxy.stop());
      const through = (userinfo: string) =>
        get(
          connect(server.url, {
            proxyUrl: `http://${userinfo}127.0.0.1:${proxy.port}`,
          }),
        );
      expect((await through('me:s3cr3t@')).status).toBe(200);
      const refused = await through('me:wr0ng@').catch(error => error);
      expect(refused).toMatchObject({ code: 'proxy' });
      expect(refused.message).toContain('wants a user and a password');
      expect(refused.message).not.toContain('wr0ng');
    });

    it('that is not there, or finds no way, is told', async () => {
      const server = await serve(hello);
      const proxy = await TestProxy.start();
      const proxyUrl = `http://127.0.0.1:${proxy.port}`;
      await server.stop();
      await expect(
        get(connect(server.url, { proxyUrl })),
      ).rejects.toMatchObject({ code: 'proxy' });
      await proxy.stop();
      await expect(
        get(connect(server.url, { proxyUrl })),
      ).rejects.toMatchObject({ code: 'proxy' });
      await expect(
        get(connect(server.url, { proxyUrl: 'socks5://127.0.0.1:1' })),
      ).rejects.toMatchObject({ code: 'proxy' });
    });

    it('does not hide whom TLS does not trust', async () => {
      const server = await serve(hello);
      const proxy = await TestProxy.start();
      cleanups.push(() => proxy.stop());
      await expect(
        get(
          connect(server.url, {
            proxyUrl: `http://127.0.0.1:${proxy.port}`,
            tls: { trust: 'what Node.js trusts' },
          }),
        ),
      ).rejects.toMatchObject({ code: 'tls' });
    });
  });
});
