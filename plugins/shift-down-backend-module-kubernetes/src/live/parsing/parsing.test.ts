/** From bytes to objects, however the bytes are cut. */
import { Readable } from 'stream';
import { AnswerParser } from './AnswerParser';
import type { AnswerEntry, AnswerOptions } from './entries';
import { ParserDiedError } from './ParserThread';

const OPTIONS: AnswerOptions = {
  mode: 'list',
  apiVersion: 'v1',
  kind: 'Pod',
  objectBytes: 1024 * 1024,
  refused: [],
};

const AWKWARD = [
  'back\\slash\\\\',
  '"quoted"',
  '{"items":[{',
  ']}],',
  'snow ☃ and 𝄞',
  '\u0000\n\r',
];

const item = (name: string, more: object = {}) => ({
  metadata: { name, namespace: 'shop', uid: `u-${name}`, resourceVersion: '7' },
  ...more,
});

function* inChunks(text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

describe('AnswerParser', () => {
  const parsers: AnswerParser[] = [];
  const create = (options: { heapMebibytes?: number } = {}) => {
    const parser = new AnswerParser({ objectBytes: 1024 * 1024, ...options });
    parsers.push(parser);
    return parser;
  };
  afterEach(async () => {
    await Promise.all(parsers.splice(0).map(parser => parser.close()));
  });

  async function read(
    text: string | Iterable<Uint8Array>,
    options: Partial<AnswerOptions> = {},
    parser = create(),
    chunk = 64 * 1024,
  ): Promise<AnswerEntry[]> {
    const entries: AnswerEntry[] = [];
    await parser.read(
      Readable.from(typeof text === 'string' ? inChunks(text, chunk) : text),
      { ...OPTIONS, ...options },
      {
        onBytes() {},
        async take(more) {
          entries.push(...more);
        },
      },
    );
    return entries;
  }

  const page = (items: object[], first: 'items' | 'metadata' = 'metadata') => {
    const metadata = { resourceVersion: '9', continue: 'next' };
    return JSON.stringify(
      first === 'items'
        ? { apiVersion: 'v1', items, kind: 'PodList', metadata }
        : { kind: 'PodList', apiVersion: 'v1', metadata, items },
    );
  };

  it.each([1, 2, 3, 7, 64, 10_000])(
    'finds the objects of a list in chunks of %d bytes',
    async size => {
      const items = AWKWARD.map((text, index) =>
        item(`pod-${index}`, { spec: { text, [text]: [[], {}, [text]] } }),
      );
      for (const first of ['items', 'metadata'] as const) {
        const entries = await read(page(items, first), {}, create(), size);
        expect(entries.at(-1)).toEqual({
          type: 'end',
          whole: true,
          version: '9',
          next: 'next',
        });
        const texts = entries.flatMap(it =>
          it.type === 'object' ? [JSON.parse(it.text).spec] : [],
        );
        expect(texts).toEqual(items.map(it => (it as any).spec));
      }
    },
  );

  it('reads a list without any objects', async () => {
    expect(await read(page([]))).toEqual([
      { type: 'end', whole: true, version: '9', next: 'next' },
    ]);
  });

  it('says that a list broke off', async () => {
    const text = page([item('a'), item('b')]);
    for (const length of [5, 80, text.length - 1]) {
      const entries = await read(text.slice(0, length));
      expect(entries.at(-1)).toEqual({ type: 'end', whole: false });
    }
  });

  it.each([1, 5, 10_000])(
    'reads the events of a watch in chunks of %d bytes',
    async size => {
      const lines = [
        { type: 'ADDED', object: item('a', { spec: { text: AWKWARD[1] } }) },
        { type: 'DELETED', object: item('b') },
        { type: 'BOOKMARK', object: { metadata: { resourceVersion: '12' } } },
        { type: 'ERROR', object: { code: 410, reason: 'Gone', message: 'm' } },
      ];
      const text = `${lines.map(it => JSON.stringify(it)).join('\n')}\n{"ty`;
      const entries = await read(text, { mode: 'watch' }, create(), size);
      expect(entries).toMatchObject([
        { type: 'object', event: 'ADDED', name: 'a', version: '7' },
        { type: 'object', event: 'DELETED', name: 'b', uid: 'u-b' },
        { type: 'bookmark', version: '12' },
        { type: 'error', code: 410, reason: 'Gone', message: 'm' },
        { type: 'end', whole: false },
      ]);
    },
  );

  it('names an object above the limit without reading it, and goes on', async () => {
    const large = item('large', { data: 'x'.repeat(3_000_000) });
    const entries = await read(page([item('a'), large, item('b')]));
    expect(entries).toMatchObject([
      { type: 'object', name: 'a' },
      {
        type: 'unreadable',
        namespace: 'shop',
        name: 'large',
        reason: 'it is larger than 1 MiB',
      },
      { type: 'object', name: 'b' },
      { type: 'end', whole: true },
    ]);
    const event = JSON.stringify({ type: 'MODIFIED', object: large });
    expect(await read(`${event}\n`, { mode: 'watch' })).toMatchObject([
      { type: 'unreadable', event: 'MODIFIED', name: 'large', version: '7' },
      { type: 'end', whole: true },
    ]);
  });

  it('leaves behind what nobody reads', async () => {
    const report = {
      ...item('r'),
      metadata: {
        ...item('r').metadata,
        managedFields: [
          { manager: 'x', time: '2026-01-02T00:00:00Z', fieldsV1: {} },
          { manager: 'y', time: '2026-01-01T00:00:00Z', fieldsV1: {} },
        ],
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
          kept: 'yes',
        },
      },
      results: [
        { policy: 'p', properties: { exceptions: 'e', bulk: 'b' }, bulk: 'b' },
      ],
    };
    const [entry] = await read(page([report]), {
      apiVersion: 'wgpolicyk8s.io/v1alpha2',
      kind: 'PolicyReport',
    });
    expect(JSON.parse((entry as any).text)).toEqual({
      apiVersion: 'wgpolicyk8s.io/v1alpha2',
      kind: 'PolicyReport',
      metadata: {
        name: 'r',
        namespace: 'shop',
        uid: 'u-r',
        managedFields: [{ time: '2026-01-02T00:00:00Z' }],
        annotations: { kept: 'yes' },
      },
      results: [{ policy: 'p', properties: { exceptions: 'e' } }],
    });
  });

  it.each(['list', 'watch'] as const)(
    'names an object of a %s that would take all memory, and goes on',
    async mode => {
      const costly = JSON.stringify(item('costly', { data: 0 })).replace(
        '"data":0',
        `"data":[${'[],'.repeat(2_000_000)}[]]`,
      );
      const text =
        mode === 'list'
          ? page([item('a'), item('X')]).replace(
              JSON.stringify(item('X')),
              costly,
            )
          : `{"type":"ADDED","object":${costly}}\n`;
      const entries = await read(text, { mode, objectBytes: 8 * 1024 * 1024 });
      expect(entries).toContainEqual(
        expect.objectContaining({
          type: 'unreadable',
          name: 'costly',
          reason: 'parsing it takes too much memory',
        }),
      );
      expect(entries.at(-1)).toMatchObject({ type: 'end', whole: true });
    },
  );

  it('goes on with another thread when one has died', async () => {
    const parser = create();
    const reading = read(page([item('a')]), {}, parser);
    await parser.close();
    await expect(reading).rejects.toThrow(ParserDiedError);
    expect(await read(page([item('a')]), {}, parser)).toHaveLength(2);
  });

  it('takes no more from a server than is taken from it', async () => {
    let sent = 0;
    function* endless() {
      for (let number = 0; number < 1_000; number += 1) {
        sent += 1;
        yield Buffer.from(
          `${JSON.stringify({ type: 'ADDED', object: item(`p${number}`) })}\n`,
        );
      }
    }
    const parser = create();
    let release = () => {};
    const gate = new Promise<void>(resolve => {
      release = resolve;
    });
    const reading = parser.read(
      Readable.from(endless(), { highWaterMark: 1 }),
      { ...OPTIONS, mode: 'watch' },
      {
        onBytes() {},
        take: () => gate,
      },
    );
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(sent).toBeLessThan(20);
    reading.catch(() => {});
    await parser.close();
    release();
    await expect(reading).rejects.toThrow(ParserDiedError);
  });
});
