import { makeImage, makeIndex } from '../images';
import { push } from './push';
import {
  type RunningRegistry,
  findRegistry,
  startRegistry,
} from './startRegistry';

// The launcher names by name what was skipped, and fails in CI.
const describeWithRegistry = findRegistry() ? describe : describe.skip;

describeWithRegistry('a real registry (docker-registry)', () => {
  let registry: RunningRegistry;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry?.stop());

  it('takes an image of two platforms and gives it back', async () => {
    const [amd64, arm64] = await Promise.all(
      ['linux/amd64', 'linux/arm64/v8'].map(platform =>
        makeImage({ layers: [{ files: { platform } }], platform }),
      ),
    );
    const index = makeIndex([amd64, arm64], { a: 'b' });
    await push(registry.url, 'team/app', index, '1.0.0');
    const answer = await fetch(`${registry.url}/v2/team/app/manifests/1.0.0`, {
      headers: { accept: index.descriptor.mediaType },
    });
    expect(answer.headers.get('docker-content-digest')).toBe(
      index.descriptor.digest,
    );
  });
});
