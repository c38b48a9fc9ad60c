import type {
  FieldPath,
  JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import { jsonFieldOffset } from './jsonFields';

const VALUE: JsonValue = {
  'a "quoted" name': [1, 'two', { three: null }],
  items: [{ kind: 'Pod', spec: { text: '} ] , \\"', empty: {}, list: [] } }],
  last: true,
};

/** Every path of a value, with what stands there. */
function* pathsOf(
  value: JsonValue,
  path: FieldPath = [],
): Generator<[FieldPath, JsonValue]> {
  yield [path, value];
  if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      yield* pathsOf(child, [
        ...path,
        Array.isArray(value) ? Number(key) : key,
      ]);
    }
  }
}

describe.each([
  ['dense', JSON.stringify(VALUE)],
  ['with spaces', `\n${JSON.stringify(VALUE, undefined, '\t')}\r\n`],
])('in a %s text', (_, text) => {
  it.each([...pathsOf(VALUE)])('finds %j', (path, value) => {
    const key = path[path.length - 1];
    const expected =
      typeof key === 'string'
        ? JSON.stringify(key)
        : JSON.stringify(value).slice(0, 1);
    const found = text.slice(jsonFieldOffset(text, path));
    expect(found.slice(0, expected.length)).toBe(expected);
  });

  it('finds the nearest parent of what is not there', () => {
    const offset = jsonFieldOffset(text, ['items', 0, 'spec', 'none', 1]);
    expect(text.slice(offset)).toMatch(/^"spec"/);
  });
});

it('takes the last of several, as JSON.parse does', () => {
  expect(jsonFieldOffset('{"a":1,"a":2}', ['a'])).toBe(7);
});
