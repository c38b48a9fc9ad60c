import { createMockDirectory } from '@backstage/backend-test-utils';
import type { Access } from './access';
import { TokenAccess } from './TokenAccess';
import { signal } from './__testUtils__/read';

const CLUSTER: Access = {
  server: 'https://api.example',
  headers: { authorization: 'Bearer collector', 'x-other': 'collector' },
  tls: { ca: 'CA', cert: 'CERT', key: 'KEY', serverName: 'api', trust: 'CA' },
  proxyUrl: 'http://proxy',
};

describe('another token', () => {
  const directory = createMockDirectory();
  const cluster = {
    access: async () => CLUSTER,
    invalidate: jest.fn(),
    close: jest.fn(),
  };

  it('replaces the credential of the cluster, and nothing else', async () => {
    const access = new TokenAccess(cluster, { value: 'enforcer\n' });
    expect(await access.access(signal())).toEqual({
      server: 'https://api.example',
      headers: { authorization: 'Bearer enforcer' },
      tls: { ca: 'CA', serverName: 'api', trust: 'CA' },
      proxyUrl: 'http://proxy',
    });
  });

  it('is read again when it rotates', async () => {
    directory.setContent({ token: 'one' });
    const access = new TokenAccess(cluster, {
      file: directory.resolve('token'),
    });
    await access.access(signal());
    directory.setContent({ token: 'two' });
    expect((await access.access(signal())).headers).toEqual({
      authorization: 'Bearer two',
    });
  });
});
