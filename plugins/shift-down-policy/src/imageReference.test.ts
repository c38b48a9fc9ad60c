import fc from 'fast-check';
import { parseImageReference, type ImageReference } from './imageReference';

const DIGEST = `sha256:${'a1'.repeat(32)}`;

describe('parseImageReference', () => {
  it.each<[string, ImageReference]>([
    ['nginx', { repository: 'docker.io/library/nginx' }],
    ['nginx:1.27', { repository: 'docker.io/library/nginx', tag: '1.27' }],
    ['bitnami/redis', { repository: 'docker.io/bitnami/redis' }],
    ['docker.io/nginx', { repository: 'docker.io/library/nginx' }],
    ['index.docker.io/a/b:c', { repository: 'docker.io/a/b', tag: 'c' }],
    [
      'registry.example:5000/team/app',
      { repository: 'registry.example:5000/team/app' },
    ],
    [
      'registry.example:5000/team/app:1.0',
      { repository: 'registry.example:5000/team/app', tag: '1.0' },
    ],
    ['localhost/app:dev', { repository: 'localhost/app', tag: 'dev' }],
    ['GHCR.io/org/app', { repository: 'ghcr.io/org/app' }],
    [
      `ghcr.io/org/app@${DIGEST}`,
      { repository: 'ghcr.io/org/app', digest: DIGEST },
    ],
    [
      `registry.example:5000/app:1.0@${DIGEST}`,
      { repository: 'registry.example:5000/app', tag: '1.0', digest: DIGEST },
    ],
    [
      `docker-pullable://nginx@${DIGEST}`,
      { repository: 'docker.io/library/nginx', digest: DIGEST },
    ],
    ['app:', { repository: 'docker.io/library/app' }],
    ['', { repository: 'docker.io/' }],
  ])('reads %s', (reference, expected) => {
    expect(parseImageReference(reference)).toEqual(expected);
  });

  it('reads its own repository back unchanged', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(
          /^([a-z]{1,8}\.[a-z]{2,3}(:5000)?\/)?[a-z]{1,8}(\/[a-z]{1,8}){0,2}$/,
        ),
        reference => {
          const { repository } = parseImageReference(reference);
          expect(parseImageReference(repository)).toEqual({ repository });
        },
      ),
    );
  });
});
