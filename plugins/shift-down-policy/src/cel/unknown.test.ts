import { WITHHELD } from '../evaluation/withheld';
import { compileCel } from './compileCel';
import { LazyValue, UnknownValue, type CelOutcome } from './types';
import { evaluateCel } from './__testUtils__/evaluateCel';

const object = {
  name: 'web',
  secret: WITHHELD,
  labels: { app: 'web', [WITHHELD]: WITHHELD },
  containers: [
    { name: 'a', image: WITHHELD },
    { name: 'b', image: 'registry/b' },
  ],
  args: ['x', WITHHELD],
};

describe('what is not known', () => {
  it.each([
    ['object.secret == "a"', 'unknown: object.secret is not kept here'],
    ['object.secret == "a" || true', true],
    ['true || object.secret == "a"', true],
    ['object.secret == "a" && false', false],
    ['has(object.secret)', true],
    ['object.?secret.hasValue()', 'unknown: object.secret is not kept here'],
    ['object.labels.app', 'web'],
    ['has(object.labels.app)', true],
    [
      'has(object.labels.owner)',
      'unknown: object.labels.owner may be there, and is not kept here',
    ],
    [
      'object.labels.owner == "x"',
      'unknown: object.labels.owner may be there, and is not kept here',
    ],
    ['"app" in object.labels', true],
    [
      '"owner" in object.labels',
      'unknown: the entries of the map are not all kept here',
    ],
    [
      'size(object.labels)',
      'unknown: the entries of the map are not all kept here',
    ],
    [
      'object.labels.all(k, k != "z")',
      'unknown: the entries of the map are not all kept here',
    ],
    ['object.labels.all(k, k != "app")', false],
    ['object.labels.exists(k, k == "app")', true],
    [
      'object.labels == {"app": "web"}',
      'unknown: the map is not kept whole here',
    ],
    ['object.labels == {"app": "other"}', false],
    [
      'object.labels == {"app": "web", "b": "c"}',
      'unknown: the map is not kept whole here',
    ],
    ['object.labels == {}', false],
    [
      'object.containers.all(c, c.image.startsWith("registry/"))',
      'unknown: object.containers[].image is not kept here',
    ],
    ['object.containers.all(c, c.image == "nothing")', false],
    ['object.containers.exists(c, c.image == "registry/b")', true],
    ['object.containers.map(c, c.name)', ['a', 'b']],
    ['object.args.size()', 2],
    ['"x" in object.args', true],
    [
      '"y" in object.args',
      'unknown: a value that is compared is not kept here',
    ],
    ['object.args == ["y", "z"]', false],
    [
      'object.args == ["x", "z"]',
      'unknown: a value that is compared is not kept here',
    ],
    ['object.args.join(",")', 'unknown: an item of the list is not kept here'],
    [
      'object.secret == "a" || object.missing',
      'unknown: object.secret is not kept here',
    ],
    [
      'object.missing || object.secret == "a"',
      'unknown: object.secret is not kept here',
    ],
    ['object.secret == "a" ? 1 : 1', 'unknown: object.secret is not kept here'],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object })).toEqual(expected);
  });

  it('stands at any depth, with its reason', () => {
    const request = {
      operation: 'CREATE',
      userInfo: new UnknownValue('the user'),
    };
    expect(evaluateCel('request.operation', { request })).toBe('CREATE');
    expect(evaluateCel('request.userInfo.username', { request })).toBe(
      'unknown: the user',
    );
  });

  it('covers the authorizer', () => {
    const authorizer = new UnknownValue('who may do what');
    const check =
      'authorizer.group("apps").resource("deployments").namespace("x").check("create").allowed()';
    expect(evaluateCel(check, { authorizer })).toBe('unknown: who may do what');
    expect(evaluateCel(`true || ${check}`, { authorizer })).toBe(true);
  });

  it('covers patterns that come about in the evaluation and can not be read', () => {
    expect(evaluateCel('"a".matches(object)', { object: '(?=a)' })).toMatch(
      /^unknown: the pattern `\(\?=a\)` is not supported/,
    );
  });
});

describe('lazy variables', () => {
  const outcome = (lazy: () => CelOutcome, source = 'variables.x == 1') =>
    evaluateCel(source, { variables: { x: new LazyValue(lazy) } });

  it('are called once, and only if they are needed', () => {
    const lazy = jest.fn((): CelOutcome => ({ type: 'value', value: 1n }));
    const variables = { x: new LazyValue(lazy) };
    expect(evaluateCel('true || variables.x == 1', { variables })).toBe(true);
    expect(lazy).not.toHaveBeenCalled();
    expect(evaluateCel('variables.x + variables.x', { variables })).toBe(2);
    expect(evaluateCel('variables.x', { variables })).toBe(1);
    expect(lazy).toHaveBeenCalledTimes(1);
  });

  it('hand on their errors and what they do not know', () => {
    expect(outcome(() => ({ type: 'error', message: 'broken' }))).toBe(
      'error: broken',
    );
    expect(outcome(() => ({ type: 'unknown', reason: 'hidden' }))).toBe(
      'unknown: hidden',
    );
  });

  it('hand values of one expression to the next', () => {
    const compilation = compileCel('{"a": [1.0, 2.5]}', { variables: [] });
    if (compilation.type !== 'program') {
      throw new Error('does not compile');
    }
    const first = compilation.program.evaluate({}, { remaining: 1000 });
    expect(outcome(() => first, 'variables.x.a.map(n, n * 2.0)')).toEqual([
      2, 5,
    ]);
  });
});
