import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { placeOf, readGitConfig, type RepositoryPlace } from './config';
import { createProviders } from './createProviders';

function read(git: object) {
  return readGitConfig(new ConfigReader({ shiftDown: { git } } as never), '/');
}

describe('shiftDown.git', () => {
  it('allows nothing by default', () => {
    const config = new ConfigReader({});
    expect(readGitConfig(config, '/').repositories).toEqual([]);
    expect(
      createProviders(
        readGitConfig(config, '/'),
        ScmIntegrations.fromConfig(config),
      ),
    ).toEqual([]);
  });

  it.each([
    [{ type: 'github', url: 'http://github.example' }, 'https://'],
    [{ type: 'github', url: 'github.com' }, 'shiftDown.git.repositories.0.url'],
    [{ type: 'svn', url: 'https://x.example' }, 'type'],
    [{ type: 'folder', url: 'https://x.example' }, 'path'],
    [{ type: 'github', url: 'https://x.example', token: 'x' }, 'token'],
  ])('refuses %j', (entry, reason) => {
    expect(() => read({ repositories: [entry] })).toThrow(reason);
  });

  it('needs a credential of the host', () => {
    const git = read({
      repositories: [{ type: 'gitea', url: 'https://forge.example/acme' }],
    });
    expect(() =>
      createProviders(git, ScmIntegrations.fromConfig(new ConfigReader({}))),
    ).toThrow('integrations');
  });
});

describe('placeOf', () => {
  const places: RepositoryPlace[] = [
    { type: 'github', url: 'https://forge.example/acme' },
    { type: 'git', url: 'https://forge.example/acme/special' },
  ];

  it.each([
    ['https://forge.example/acme/app', 'github'],
    ['https://FORGE.example/acme/app.git', 'github'],
    ['https://forge.example/acme/special/app', 'git'],
    ['https://forge.example/acme', 'github'],
    ['https://forge.example/acme-other/app', undefined],
    ['https://forge.example/acme/../other/app', undefined],
    ['https://forge.example/acme/%2e%2e/other', undefined],
    ['https://user:secret@forge.example/acme/app', undefined],
    ['https://forge.example.evil.example/acme/app', undefined],
    ['https://forge.example/acme/app?x=y', undefined],
    ['http://forge.example/acme/app', undefined],
    ['ssh://forge.example/acme/app', undefined],
    ['nonsense', undefined],
  ])('finds for %s %s', (url, type) => {
    expect(placeOf(places, url)?.type).toBe(type);
  });
});
