/** What a registry is asked, the first time and again, for a fleet that did not change. */
import {
  createBackendPlugin,
  coreServices,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import shiftDownModuleOci from '@shift-down/plugin-shift-down-backend-module-oci';
import {
  imageSourcesExtensionPoint,
  type ContentStore,
  type ImageSource,
} from '@shift-down/plugin-shift-down-node';
import {
  attachedTag,
  findRegistry,
  makeImage,
  makeReferrersTag,
  push,
  signImage,
  signWithKey,
  startRegistry,
} from 'image-kit';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Kept {
  digest: string;
  state: string;
}

export async function benchRefresh(count: number) {
  if (!findRegistry()) {
    console.log('\nRefresh needs docker-registry, which is not installed.');
    return;
  }
  const registry = await startRegistry();
  const counter = await startCounter(registry.url);
  const backend = await startSource(counter.host);
  try {
    const digests = await fill(registry.url, count);
    const contents = memoryContents();
    const kept = new Map<string, Kept>();
    const rows = [];
    for (const what of ['first look', 'second look', 'third look']) {
      const before = counter.requests();
      const start = performance.now();
      for (const [index, digest] of digests.entries()) {
        await inspect(backend.source, contents, {
          host: counter.host,
          name: `app-${index}`,
          digest,
          kept,
        });
      }
      const requests = counter.requests() - before;
      rows.push({
        what,
        images: count,
        requests,
        'requests/image': (requests / count).toFixed(2),
        seconds: ((performance.now() - start) / 1000).toFixed(1),
      });
    }
    console.table(rows);
  } finally {
    await backend.stop();
    await counter.stop();
    await registry.stop();
  }
}

async function inspect(
  source: ImageSource,
  contents: ContentStore,
  image: {
    host: string;
    name: string;
    digest: string;
    kept: Map<string, Kept>;
  },
) {
  const { digest, host, kept, name } = image;
  const answer = await source.inspect(
    {
      repository: `${host}/bench/${name}`,
      reference: { digest },
      previous: kept.get(name),
    },
    {
      signal: new AbortController().signal,
      logger: mockServices.rootLogger(),
      contents,
    },
  );
  if (answer.outcome === 'unknown') {
    throw new Error(`${name} could not be read: ${answer.reason}`);
  }
  kept.set(name, {
    digest: answer.outcome === 'read' ? answer.image.digest : digest,
    state: answer.state,
  });
}

/** Each image of its own, signed, found by the tag that stands in for referrers. */
async function fill(url: string, count: number): Promise<string[]> {
  const by = signWithKey();
  const base = await makeImage({ layers: [{ files: { base: 'base' } }] });
  const digests: string[] = [];
  for (let index = 0; index < count; index++) {
    const image = await makeImage({
      base,
      layers: [{ files: { app: `${index}` } }],
    });
    const repository = `bench/app-${index}`;
    await push(url, repository, image);
    const signature = await signImage(image.descriptor, by);
    await push(
      url,
      repository,
      makeReferrersTag([signature]),
      attachedTag(image.descriptor.digest),
    );
    digests.push(image.descriptor.digest);
  }
  return digests;
}

/** Passes everything on and counts it. */
async function startCounter(target: string) {
  let requests = 0;
  const { host, port } = new URL(target);
  const server: Server = createServer((incoming, outgoing) => {
    requests += 1;
    const forwarded = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host },
      },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise(resolve => {
        server.close(resolve);
      });
    },
  };
}

/** The module as a back end would load it, with nothing else in that back end. */
async function startSource(host: string) {
  const sources: ImageSource[] = [];
  const backend = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'shift-down',
        register(env) {
          env.registerExtensionPoint(imageSourcesExtensionPoint, {
            addSource: source => sources.push(source),
          });
          env.registerInit({
            deps: { logger: coreServices.logger },
            async init() {},
          });
        },
      }),
      shiftDownModuleOci,
      mockServices.rootConfig.factory({
        data: {
          shiftDown: {
            registries: [
              {
                type: 'registry',
                host,
                url: `http://${host}`,
                insecure: true,
                addresses: ['127.0.0.0/8'],
              },
            ],
          },
        },
      }),
    ],
  });
  return { source: sources[0], stop: () => backend.stop() };
}

function memoryContents(): ContentStore {
  const contents = new Map<string, Buffer>();
  return {
    get: async digest => contents.get(digest),
    put: async (digest, content) => {
      contents.set(digest, content);
    },
  };
}
