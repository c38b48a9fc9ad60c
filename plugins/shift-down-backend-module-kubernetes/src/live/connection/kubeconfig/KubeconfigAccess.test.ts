import { createMockDirectory } from '@backstage/backend-test-utils';
import { chmodSync, readFileSync } from 'fs';
import { stringify } from 'yaml';
import { HttpConnection } from '../HttpConnection';
import { TestAuthority } from '../__testUtils__/certificates';
import { readText, signal } from '../__testUtils__/read';
import { TestApiServer, until } from '../__testUtils__/TestApiServer';
import { TestProxy } from '../__testUtils__/TestProxy';
import { KubeconfigAccess } from './KubeconfigAccess';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Counts its runs in a file, and gives what its environment says. */
const PLUGIN = `#!${process.execPath}
const fs = require('fs');
fs.appendFileSync(process.env.RUNS, process.env.KUBERNETES_EXEC_INFO + '\\n');
if (process.env.FAIL) {
  console.error(process.env.FAIL);
  process.exit(3);
}
process.stdin.resume();
process.stdin.on('end', () => setTimeout(() => {
  const runs = fs.readFileSync(process.env.RUNS, 'utf8').trim().split('\\n').length;
  console.log(process.env.OUTPUT || JSON.stringify({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: {
      token: 'run-' + runs,
      expirationTimestamp: process.env.SECONDS
        ? new Date(Date.now() + 1000 * process.env.SECONDS).toISOString()
        : undefined,
    },
  }));
}, 50));
`;

describe('a kubeconfig', () => {
  const directory = createMockDirectory();
  let authority: TestAuthority;
  let server: TestApiServer;
  const connections: HttpConnection[] = [];
  let accepted: ((token: string) => boolean) | undefined;

  beforeAll(async () => {
    authority = await TestAuthority.create();
    server = await TestApiServer.start(
      {
        ...(await authority.issue('server')),
        requestCert: true,
        rejectUnauthorized: false,
        ca: authority.ca,
      },
      ({ headers }, response, client) => {
        response.statusCode =
          accepted?.(String(headers.authorization)) ?? true ? 200 : 401;
        response.end(`${client ?? headers.authorization}`);
      },
    );
  });

  afterAll(async () => server.stop());

  beforeEach(() => {
    server.requests.length = 0;
    accepted = undefined;
    directory.setContent({ 'plugin.js': PLUGIN, runs: '' });
    chmodSync(directory.resolve('plugin.js'), 0o755);
  });

  afterEach(async () => {
    await Promise.all(connections.splice(0).map(one => one.close()));
  });

  function kubeconfig(user: object, cluster: object = {}): object {
    return {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'here',
      contexts: [
        { name: 'here', context: { cluster: 'c', user: 'u' } },
        { name: 'there', context: { cluster: 'c', user: 'v' } },
        { name: 'nobody', context: { cluster: 'c', user: 'nobody' } },
      ],
      clusters: [
        {
          name: 'c',
          cluster: {
            server: `${server.url}/`,
            'certificate-authority-data': base64(authority.ca),
            ...cluster,
          },
        },
      ],
      users: [
        { name: 'u', user },
        { name: 'v', user: { token: 'of-v' } },
      ],
    };
  }

  function write(user: object, cluster: object = {}, name = 'config') {
    directory.addContent({ [name]: stringify(kubeconfig(user, cluster)) });
  }

  function open(
    options: { context?: string; proxyUrl?: string } = {},
    name = 'config',
  ) {
    const connection = new HttpConnection(
      new KubeconfigAccess({ path: directory.resolve(name), ...options }),
    );
    connections.push(connection);
    return connection;
  }

  const ask = async (connection: HttpConnection) =>
    readText(await connection.request('/version', { signal: signal() }));

  const runs = () =>
    readFileSync(directory.resolve('runs'), 'utf8')
      .split('\n')
      .filter(line => line !== '');

  const plugin = (env: Record<string, string> = {}, more: object = {}) => ({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './plugin.js',
      env: Object.entries({ RUNS: directory.resolve('runs'), ...env }).map(
        ([name, value]) => ({ name, value }),
      ),
      ...more,
    },
  });

  it('is read with its current context, or another', async () => {
    write({ token: 'of-u' });
    expect(await ask(open())).toBe('Bearer of-u');
    expect(await ask(open({ context: 'there' }))).toBe('Bearer of-v');
    expect(server.requests[0].url).toBe('/version');
  });

  it('is read again when it is rewritten', async () => {
    write({ token: 'one' });
    const connection = open();
    expect(await ask(connection)).toBe('Bearer one');
    write({ token: 'two' });
    expect(await ask(connection)).toBe('Bearer two');
    directory.addContent({ config: '{' });
    await expect(ask(connection)).rejects.toMatchObject({
      code: 'credentials',
      message: expect.stringContaining('not a valid kubeconfig'),
    });
    write({ token: 'three' });
    expect(await ask(connection)).toBe('Bearer three');
  });

  it('names a token file, which rotates', async () => {
    directory.addContent({ token: 'one\n' });
    write({ tokenFile: 'token' });
    const connection = open();
    expect(await ask(connection)).toBe('Bearer one');
    directory.addContent({ token: 'two\n' });
    expect(await ask(connection)).toBe('Bearer two');
  });

  it('holds a client certificate, or names its files', async () => {
    const { cert, key } = await authority.issue('robot');
    write({
      'client-certificate-data': base64(cert),
      'client-key-data': base64(key),
    });
    expect(await ask(open())).toBe('robot');

    const other = await authority.issue('android');
    directory.addContent({ pki: { 'c.crt': other.cert, 'c.key': other.key } });
    write({ 'client-certificate': 'pki/c.crt', 'client-key': 'pki/c.key' });
    const connection = open();
    expect(await ask(connection)).toBe('android');
    const third = await authority.issue('replicant');
    directory.addContent({ pki: { 'c.crt': third.cert, 'c.key': third.key } });
    expect(await ask(connection)).toBe('replicant');
  });

  it('is refused by TLS under another authority, which it names', async () => {
    const other = await TestAuthority.create('Another authority');
    write({ token: 't' }, { 'certificate-authority-data': base64(other.ca) });
    await expect(ask(open())).rejects.toMatchObject({
      code: 'tls',
      message: expect.stringContaining(
        `certificate-authority-data in ${directory.resolve('config')}`,
      ),
    });
    directory.addContent({ 'other.crt': other.ca });
    write(
      { token: 't' },
      {
        'certificate-authority-data': undefined,
        'certificate-authority': 'other.crt',
      },
    );
    await expect(ask(open())).rejects.toMatchObject({
      code: 'tls',
      message: expect.stringContaining(directory.resolve('other.crt')),
    });
  });

  it('says whether anybody would be believed', async () => {
    write({ token: 't' }, { 'insecure-skip-tls-verify': true });
    await expect(open().describe(signal())).resolves.toMatchObject({
      tls: 'unverified',
    });
  });

  it('names a proxy, which configuration overrides', async () => {
    const proxy = await TestProxy.start();
    const another = await TestProxy.start();
    try {
      write({ token: 't' }, { 'proxy-url': `http://127.0.0.1:${proxy.port}` });
      expect(await ask(open())).toBe('Bearer t');
      expect(proxy.targets).toHaveLength(1);
      await ask(open({ proxyUrl: `http://127.0.0.1:${another.port}` }));
      expect(proxy.targets).toHaveLength(1);
      expect(another.targets).toHaveLength(1);
    } finally {
      await Promise.all(connections.splice(0).map(one => one.close()));
      await proxy.stop();
      await another.stop();
    }
  });

  describe('with an exec plugin', () => {
    it('runs it once for many requests, and tells it what is asked', async () => {
      write(plugin({}, { provideClusterInfo: true }));
      const connection = open();
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => ask(connection)),
      );
      expect(new Set(answers)).toEqual(new Set(['Bearer run-1']));
      expect(runs()).toHaveLength(1);
      expect(JSON.parse(runs()[0])).toMatchObject({
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        spec: { interactive: false, cluster: { server: server.url } },
      });
    });

    it('runs it again when what it gave is about to expire', async () => {
      write(plugin({ SECONDS: '5' }));
      const connection = open();
      expect(await ask(connection)).toBe('Bearer run-1');
      expect(await ask(connection)).toBe('Bearer run-2');
      write(plugin({ SECONDS: '3600' }));
      expect(await ask(connection)).toBe('Bearer run-3');
      expect(await ask(connection)).toBe('Bearer run-3');
    });

    it('runs it again when what it gave is refused', async () => {
      accepted = token => token !== 'Bearer run-1';
      write(plugin());
      expect(await ask(open())).toBe('Bearer run-2');
    });

    it('takes a client certificate from it', async () => {
      const { cert, key } = await authority.issue('robot');
      write(
        plugin({
          OUTPUT: JSON.stringify({
            kind: 'ExecCredential',
            status: { clientCertificateData: cert, clientKeyData: key },
          }),
        }),
      );
      expect(await ask(open())).toBe('robot');
    });

    it('does not mix users of the same name', async () => {
      write(plugin());
      write(
        plugin({
          OUTPUT: JSON.stringify({
            kind: 'ExecCredential',
            status: { token: 'of-another' },
          }),
        }),
        {},
        'another',
      );
      expect(await ask(open())).toBe('Bearer run-1');
      expect(await ask(open({}, 'another'))).toBe('Bearer of-another');
    });

    it.each([
      [
        'fails',
        () => plugin({ FAIL: 'sign in first, password=hunter22' }),
        'sign in',
      ],
      [
        'writes nonsense',
        () => plugin({ OUTPUT: 'nonsense' }),
        'no ExecCredential',
      ],
      [
        'gives nothing',
        () => plugin({ OUTPUT: '{"kind":"ExecCredential","status":{}}' }),
        'no ExecCredential',
      ],
      [
        'is not there',
        () => plugin({}, { command: 'no-such-plugin', installHint: 'Get it.' }),
        'Get it.',
      ],
      [
        'must ask a person',
        () => plugin({}, { interactiveMode: 'Always' }),
        'must ask a person',
      ],
      [
        'has no command',
        () => ({ exec: { apiVersion: 'v1' } }),
        'and a command',
      ],
    ])('that %s is told', async (_, user, why) => {
      write(user());
      const failure = await ask(open()).catch(error => error);
      expect(failure).toMatchObject({
        name: 'ConnectionError',
        code: 'credentials',
        message: expect.stringContaining(why),
      });
      expect(failure.message).not.toContain('hunter22');
    });

    it('ends it when the connection is closed', async () => {
      directory.addContent({
        'plugin.js': `#!${process.execPath}
          require('fs').appendFileSync(process.env.RUNS, process.pid + '\\n');
          setInterval(() => {}, 1000);`,
      });
      chmodSync(directory.resolve('plugin.js'), 0o755);
      write(plugin());
      const connection = open();
      const failed = ask(connection).catch(error => error);
      await until(() => runs().length === 1);
      await connection.close();
      expect(await failed).toMatchObject({ code: 'aborted' });
      await until(() => !isRunning(Number(runs()[0])));
    });
  });

  it.each([
    [{ username: 'u', password: 'hunter22' }, 'a user name and a password'],
    [{ as: 'admin', token: 't' }, 'impersonates'],
    [{ 'auth-provider': { name: 'oidc' } }, 'the auth-provider "oidc"'],
    [{ 'client-certificate': 'no.crt', 'client-key': 'no.key' }, 'no.crt'],
  ])('that has %j is refused', async (user, why) => {
    write(user);
    const failure = await ask(open()).catch(error => error);
    expect(failure).toMatchObject({
      name: 'ConnectionError',
      code: 'credentials',
      message: expect.stringContaining(why),
    });
    expect(failure.message).not.toContain('hunter22');
  });

  it.each([
    ['has not the context', 'elsewhere', 'here, there, nobody'],
    ['has not the user', 'nobody', 'has no user for the context "nobody"'],
  ])('that %s is refused', async (_, context, why) => {
    write({ token: 't' });
    await expect(ask(open({ context }))).rejects.toMatchObject({
      code: 'credentials',
      message: expect.stringContaining(why),
    });
  });

  it('sends no credential in the clear', async () => {
    write({ token: 't' }, { server: 'http://api.example:8080' });
    await expect(ask(open())).rejects.toMatchObject({
      code: 'credentials',
      message: expect.stringContaining('without https'),
    });
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
