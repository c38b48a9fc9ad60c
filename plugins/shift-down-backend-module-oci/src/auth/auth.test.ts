import { createMockDirectory } from '@backstage/backend-test-utils';
import { parseChallenge } from './challenge';
import { readCredentials } from './credentials';

describe('a challenge', () => {
  it.each([
    [undefined, undefined],
    ['Negotiate', undefined],
    ['Basic realm="x"', { scheme: 'basic' }],
    [
      'Bearer realm="https://auth.example.org/token",service="registry",scope="a b"',
      {
        scheme: 'bearer',
        realm: 'https://auth.example.org/token',
        service: 'registry',
        scope: 'a b',
      },
    ],
    [
      ['Basic realm="x"', 'bearer realm=https://auth.example.org/'],
      { scheme: 'bearer', realm: 'https://auth.example.org/' },
    ],
    [
      'Bearer realm="https://a.example/\\"x"',
      { scheme: 'bearer', realm: 'https://a.example/"x' },
    ],
    ['Bearer service="x"', undefined],
  ])('%j', (header, challenge) => {
    expect(parseChallenge(header)).toEqual(challenge);
  });
});

describe('a Docker config file', () => {
  const directory = createMockDirectory();
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    [
      'an encoded pair',
      { auths: { 'registry.example.org': { auth: base64('u:p:q') } } },
      { type: 'basic', username: 'u', password: 'p:q' },
    ],
    [
      'an address as the key',
      { auths: { 'https://registry.example.org': { auth: base64('u:p') } } },
      { type: 'basic', username: 'u', password: 'p' },
    ],
    [
      'an identity token',
      { auths: { 'registry.example.org': { identitytoken: 't' } } },
      { type: 'identity', token: 't' },
    ],
    [
      'another host only',
      { auths: { 'example.org': { auth: base64('u:p') } } },
      { type: 'anonymous' },
    ],
  ])('with %s', async (_, content, credentials) => {
    directory.setContent({ 'config.json': JSON.stringify(content) });
    await expect(
      readCredentials(
        { type: 'dockerConfig', path: directory.resolve('config.json') },
        'registry.example.org',
      ),
    ).resolves.toEqual(credentials);
  });

  it.each([
    ['that is missing', undefined, /can't be read/],
    ['that is no JSON', '{"auths": canary', /form that Docker writes/],
    [
      'that leaves it to a helper',
      '{"credHelpers":{"registry.example.org":"ecr-login"}}',
      /credential helper/,
    ],
  ])('%s is a problem that tells nothing of it', async (_, content, reason) => {
    directory.setContent(
      content === undefined ? {} : { 'config.json': content },
    );
    const reading = readCredentials(
      { type: 'dockerConfig', path: directory.resolve('config.json') },
      'registry.example.org',
    );
    await expect(reading).rejects.toThrow(reason);
    await expect(reading).rejects.not.toThrow(/canary/);
  });
});
