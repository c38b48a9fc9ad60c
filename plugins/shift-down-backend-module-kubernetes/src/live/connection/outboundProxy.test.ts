import { proxyFromEnvironment } from './outboundProxy';

const PROXY = 'http://proxy.example:3128';

describe('the proxy of the environment', () => {
  it.each([
    ['https://api.example:6443', { HTTPS_PROXY: PROXY }, PROXY],
    ['https://api.example', { https_proxy: PROXY }, PROXY],
    [
      'https://api.example',
      { HTTPS_PROXY: 'proxy.example:3128' },
      'http://proxy.example:3128',
    ],
    ['https://api.example', { HTTP_PROXY: PROXY }, undefined],
    ['https://api.example', { HTTPS_PROXY: '' }, undefined],
    ['https://api.example', {}, undefined],
    ['https://localhost:6443', { HTTPS_PROXY: PROXY }, undefined],
    ['https://127.0.0.1:6443', { HTTPS_PROXY: PROXY }, undefined],
    ['https://[::1]:6443', { HTTPS_PROXY: PROXY }, undefined],
  ])('for %s with %j is %s', (server, environment, expected) => {
    expect(proxyFromEnvironment(server, environment)).toBe(expected);
  });

  it.each([
    ['https://api.example', '*', false],
    ['https://api.example', 'api.example', false],
    ['https://API.example', 'other, Api.Example', false],
    ['https://api.example', 'example', false],
    ['https://api.example', '.example', false],
    ['https://api.example', '*.example', false],
    ['https://example', '.example', true],
    ['https://notexample', 'example', true],
    ['https://api.example:6443', 'api.example:6443', false],
    ['https://api.example:6443', 'api.example:443', true],
    ['https://api.example', 'api.example:443', false],
    ['https://10.96.0.1', '10.96.0.0/12', false],
    ['https://10.112.0.1', '10.96.0.0/12', true],
    ['https://10.96.0.1', '10.96.0.1', false],
    ['https://10.96.0.1', '0.1', true],
    ['https://10.96.0.1', '10.96.0.0/99', true],
    ['https://api.example', '10.0.0.0/8', true],
    ['https://[fd00::1]', 'fd00::/8', false],
    ['https://[fd00::1]', 'fd00::1', false],
    ['https://[fd00::1]:6443', '[fd00::1]:6443', false],
    ['https://[fd00::1]', '10.0.0.0/8', true],
  ])('for %s with NO_PROXY=%s is used: %s', (server, NO_PROXY, used) => {
    expect(proxyFromEnvironment(server, { HTTPS_PROXY: PROXY, NO_PROXY })).toBe(
      used ? PROXY : undefined,
    );
  });
});
