import { createMockDirectory } from '@backstage/backend-test-utils';
import { monitorEventLoopDelay } from 'perf_hooks';
import {
  DEFAULT_LIMITS,
  ManifestParser,
  type ManifestEntry,
  type ParserLimits,
} from './ManifestParser';

const directory = createMockDirectory();

const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\n`;

async function parse(
  content: string,
  limits: Partial<ParserLimits> = {},
): Promise<ManifestEntry[]> {
  directory.setContent({ 'file.yaml': content });
  const parser = new ManifestParser({ ...DEFAULT_LIMITS, ...limits });
  const entries: ManifestEntry[] = [];
  for await (const batch of parser.parse(directory.resolve('file.yaml'))) {
    entries.push(...batch);
  }
  await parser.close();
  return entries;
}

describe('ManifestParser', () => {
  it('reads one file after the other', async () => {
    directory.setContent({ 'a.yaml': pod('a'), 'b.yaml': pod('b') });
    const parser = new ManifestParser(DEFAULT_LIMITS);
    const entries: ManifestEntry[] = [];
    for (const name of ['a.yaml', 'b.yaml', 'gone.yaml', 'a.yaml']) {
      for await (const batch of parser.parse(directory.resolve(name))) {
        entries.push(...batch);
      }
    }
    await parser.close();
    const object = (name: string) => ({
      type: 'object',
      text: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name },
      }),
    });
    expect(entries).toEqual([
      object('a'),
      object('b'),
      { type: 'unreadable', reason: 'the file could not be read (ENOENT)' },
      object('a'),
    ]);
  });

  it('gives up on a file that takes too long', async () => {
    expect(await parse(pod('a'), { milliseconds: 1 })).toEqual([
      { type: 'unreadable', reason: 'parsing it takes too long' },
    ]);
    expect(await parse(pod('a'))).toHaveLength(1);
  });

  it.each([
    ['documents', ['one', 'two'].map(pod).join('---\n')],
    [
      'documents with comments after the dashes',
      `--- # one\n${pod('one')}--- # two\n${pod('two')}...\n`,
    ],
    [
      'documents under directives',
      `%YAML 1.2\n---\n${pod('one')}---\n${pod('two')}`,
    ],
    [
      'documents and blank ones',
      `---\n---\n# nothing\n---\n${pod('one')}---\n\n---\n${pod('two')}---\n`,
    ],
    [
      'documents with CRLF',
      `${pod('one')}---\n${pod('two')}`.replaceAll('\n', '\r\n'),
    ],
    [
      'an indented list',
      `kind: List\napiVersion: v1\nitems:\n  - { apiVersion: v1, kind: Pod, metadata: { name: one } }\n  - { apiVersion: v1, kind: Pod, metadata: { name: two } }\n`,
    ],
    [
      'a list at the margin',
      `apiVersion: v1\nitems:\n# first\n- apiVersion: v1\n  kind: Pod\n  metadata: { name: one }\n-\n  apiVersion: v1\n  kind: Pod\n  metadata: { name: two }\nkind: List\n`,
    ],
    [
      'a typed list',
      `apiVersion: v1\nkind: PodList\nitems:\n- metadata: { name: one }\n- metadata: { name: two }\n`,
    ],
    [
      'a list with aliases from item to item',
      `kind: PodList\napiVersion: v1\nitems:\n- metadata: { name: one }\n  x: &x { y: 1 }\n- metadata: { name: two }\n  x: *x\n`,
    ],
    [
      'JSON',
      JSON.stringify({
        kind: 'PodList',
        apiVersion: 'v1',
        items: [{ metadata: { name: 'one' } }, { metadata: { name: 'two' } }],
      }),
    ],
    [
      'a row in JSON',
      JSON.stringify(
        ['one', 'two'].map(name => ({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name },
        })),
      ),
    ],
  ])('reads %s', async (_, content) => {
    const entries = await parse(content);
    const objects = entries.map(it =>
      JSON.parse('text' in it ? it.text : '{}'),
    );
    expect(objects).toMatchObject(
      ['one', 'two'].map(name => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name },
      })),
    );
  });

  it('takes a block of text that looks like a list for text', async () => {
    const entries = await parse(
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\ntext: |\n  items:\n  - x\n',
    );
    expect(entries).toMatchObject([
      { text: expect.stringContaining('items:\\n- x') },
    ]);
  });

  it('leaves the event loop alone while it parses what takes seconds', async () => {
    const items = Array.from(
      { length: 4_000 },
      (_, index) =>
        `- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: pod-${index}\n    labels: { a: b, c: d, e: f, g: h }\n  spec:\n    containers:\n    - name: main\n      image: nginx\n      ports:\n      - containerPort: 80\n`,
    );
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const start = performance.now();
    const entries = await parse(
      `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`,
    );
    const took = performance.now() - start;
    delay.disable();
    expect(entries).toHaveLength(4_000);
    // Of itself it blocks for some milliseconds; a busy machine adds its own.
    expect(delay.percentile(99) / 1e6).toBeLessThan(100);
    expect(took).toBeGreaterThan(100);
  });
});
