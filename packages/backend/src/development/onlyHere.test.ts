import { mockServices } from '@backstage/backend-test-utils';
import { assertDevelopmentOnLoopback } from './onlyHere';

function assertOn(
  listen: unknown,
  nodeEnv: string | undefined = 'development',
) {
  assertDevelopmentOnLoopback({
    nodeEnv,
    config: mockServices.rootConfig({
      data: { backend: { ...(listen !== undefined && { listen }) } as never },
    }),
  });
}

describe('assertDevelopmentOnLoopback', () => {
  it.each([
    { host: '127.0.0.1', port: 7007 },
    { host: '127.1.2.3' },
    { host: 'localhost', port: 7007 },
    { host: '::1', port: 7007 },
    '127.0.0.1:7007',
    'localhost:7007',
  ])('accepts %j', listen => {
    expect(() => assertOn(listen)).not.toThrow();
  });

  it.each([
    undefined,
    ':7007',
    '7007',
    '0.0.0.0:7007',
    'portal.example:7007',
    { port: 7007 },
    { host: '0.0.0.0' },
    { host: '::' },
    { host: '10.0.0.1' },
    { host: '127.example' },
    { host: 'localhost.example' },
  ])('refuses %j, from where others could come', listen => {
    expect(() => assertOn(listen)).toThrow('Set backend.listen.host');
  });

  it.each(['production', 'test', '', 'Development'])(
    "refuses NODE_ENV '%s'",
    nodeEnv => {
      expect(() => assertOn({ host: '127.0.0.1' }, nodeEnv)).toThrow(
        `NODE_ENV is '${nodeEnv}'`,
      );
    },
  );

  it('refuses when NODE_ENV is not set', () => {
    expect(() =>
      assertDevelopmentOnLoopback({
        nodeEnv: undefined,
        config: mockServices.rootConfig({
          data: { backend: { listen: { host: '127.0.0.1' } } },
        }),
      }),
    ).toThrow("NODE_ENV is ''");
  });
});
