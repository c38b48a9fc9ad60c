import { createMockDirectory } from '@backstage/backend-test-utils';
import { symlinkSync, unlinkSync } from 'fs';
import { HttpConnection } from './HttpConnection';
import {
  inClusterOptions,
  ServiceAccountAccess,
  type ServiceAccountAccessOptions,
} from './ServiceAccountAccess';
import { TestAuthority } from './__testUtils__/certificates';
import { signal } from './__testUtils__/read';
import { TestApiServer } from './__testUtils__/TestApiServer';

describe('a service account', () => {
  const directory = createMockDirectory();
  let server: TestApiServer;
  let ca: string;
  let connection: HttpConnection | undefined;

  beforeAll(async () => {
    const authority = await TestAuthority.create();
    ca = authority.ca;
    server = await TestApiServer.start(
      await authority.issue('server'),
      (_, response) => response.end(),
    );
  });

  afterAll(async () => server.stop());

  afterEach(async () => {
    server.requests.length = 0;
    await connection?.close();
  });

  async function ask(options: ServiceAccountAccessOptions) {
    connection = new HttpConnection(new ServiceAccountAccess(() => options));
    return connection.request('/version', { signal: signal() });
  }

  const sent = () =>
    server.requests.map(({ headers }) => headers.authorization);

  it('sends its token, and trusts the authority that it is given', async () => {
    await ask({
      url: server.url,
      token: { value: 'abc' },
      ca: { value: ca },
    });
    expect(sent()).toEqual(['Bearer abc']);
  });

  it('reads token and authority again when they rotate', async () => {
    directory.setContent({ token: 'one\n', 'ca.crt': ca });
    await ask({
      url: server.url,
      token: { file: directory.resolve('token') },
      ca: { file: directory.resolve('ca.crt') },
    });
    directory.addContent({ token: 'two\n' });
    await connection?.request('/', { signal: signal() });
    expect(sent()).toEqual(['Bearer one', 'Bearer two']);

    const other = await TestAuthority.create();
    directory.addContent({ 'ca.crt': other.ca });
    await expect(
      connection?.request('/', { signal: signal() }),
    ).rejects.toMatchObject({
      code: 'tls',
      message: expect.stringContaining(directory.resolve('ca.crt')),
    });
  });

  it('follows the links that a kubelet swaps', async () => {
    directory.setContent({ 'v1/token': 'one', 'v2/token': 'two', ca });
    const link = directory.resolve('data');
    symlinkSync(directory.resolve('v1'), link);
    await ask({
      url: server.url,
      token: { file: `${link}/token` },
      ca: { value: ca },
    });
    unlinkSync(link);
    symlinkSync(directory.resolve('v2'), link);
    await connection?.request('/', { signal: signal() });
    expect(sent()).toEqual(['Bearer one', 'Bearer two']);
  });

  it.each([
    ['is missing', {}, 'there is no such file'],
    ['is empty', { token: ' \n' }, 'is empty'],
    ['holds something else', { token: 'two words' }, 'no token has'],
  ])('says when the token %s, and never quotes it', async (_, content, why) => {
    directory.setContent(content);
    const failure = await ask({
      url: server.url,
      token: { file: directory.resolve('token') },
      ca: { value: ca },
    }).catch(error => error);
    expect(failure).toMatchObject({
      name: 'ConnectionError',
      code: 'credentials',
      message: expect.stringContaining(why),
    });
    expect(failure.message).toContain(directory.resolve('token'));
    expect(failure.message).not.toContain('two words');
  });

  it('is found in a Pod, and missed elsewhere', () => {
    const environment = {
      KUBERNETES_SERVICE_HOST: 'fd00::1',
      KUBERNETES_SERVICE_PORT: '443',
    };
    expect(inClusterOptions('/var/run/sa', environment)).toEqual({
      url: 'https://[fd00::1]:443',
      token: { file: '/var/run/sa/token' },
      ca: { file: '/var/run/sa/ca.crt' },
    });
    expect(() => inClusterOptions('/var/run/sa', {})).toThrow(
      'does not run in a Pod',
    );
  });
});
