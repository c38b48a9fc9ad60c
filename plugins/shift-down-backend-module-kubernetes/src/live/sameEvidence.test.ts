/** A live cluster and its recording say the same: nothing gets lost on the way. */
import { mockServices } from '@backstage/backend-test-utils';
import { resolve } from 'path';
import { FakeSink } from '../__testUtils__/FakeSink';
import { DEFAULT_LIMITS, ManifestParser } from '../recorded/ManifestParser';
import { RecordedClusterRun } from '../recorded/RecordedClusterRun';
import { scanFolder } from '../recorded/scanFolder';
import { createLiveTest, eventually } from './__testUtils__/liveCluster';
import { RESOURCES } from './resources';

const FOLDER = resolve(__dirname, '../../../../examples/clusters/demo');

async function readObjects(): Promise<any[]> {
  const parser = new ManifestParser(DEFAULT_LIMITS);
  const objects: unknown[] = [];
  for (const name of (await scanFolder(FOLDER)).keys()) {
    for await (const batch of parser.parse(resolve(FOLDER, name))) {
      batch.forEach(entry => {
        if (entry.type === 'object') {
          objects.push(JSON.parse(entry.text));
        }
      });
    }
  }
  await parser.close();
  return objects;
}

function comparable(sink: FakeSink) {
  return [...sink.objects.values()]
    .map(object => JSON.stringify(object))
    .sort();
}

it('collects from an API server what it reads from a recording of it', async () => {
  const recorded = new FakeSink();
  await new RecordedClusterRun({
    folder: FOLDER,
    limits: DEFAULT_LIMITS,
    sink: recorded,
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
  }).look();

  const test = createLiveTest();
  for (const object of await readObjects()) {
    const [group, version] = object.apiVersion.includes('/')
      ? object.apiVersion.split('/')
      : ['', object.apiVersion];
    const known = RESOURCES.find(
      it =>
        it.group === group && (it.kind === object.kind || it.resource === '*'),
    );
    if (known) {
      const plural =
        known.resource === '*' ? object.kind.toLowerCase() : known.resource;
      const name = group ? `${plural}.${group}` : plural;
      if (!test.server.has(name)) {
        test.server.install(group, version, plural, object.kind);
      }
      test.server.put(name, object);
    }
  }
  try {
    await test.start();
    await eventually(
      () => expect(test.sink.objects.size).toBe(recorded.objects.size),
      15_000,
    );
    expect(comparable(test.sink)).toEqual(comparable(recorded));
  } finally {
    await test.stop();
  }
}, 30_000);
