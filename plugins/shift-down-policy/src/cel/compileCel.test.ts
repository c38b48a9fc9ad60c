import { compileCel } from './compileCel';
import { evaluateCel } from './__testUtils__/evaluateCel';

const variables = ['object', 'request', 'namespaceObject', 'variables'];

function programOf(source: string, options = {}) {
  const compilation = compileCel(source, { variables, ...options });
  if (compilation.type !== 'program') {
    throw new Error(JSON.stringify(compilation));
  }
  return compilation.program;
}

describe('compileCel', () => {
  it.each([
    ['nothing', "undeclared reference to 'nothing' (in container '')"],
    [
      'object.frobnicate()',
      "undeclared reference to 'frobnicate' (in container '')",
    ],
    ['cel.bind(x, 1, x)', "undeclared reference to 'cel' (in container '')"],
    [
      '1 == "a"',
      "found no matching overload for '_==_' applied to '(int, string)'",
    ],
    [
      '1 == 1.0',
      "found no matching overload for '_==_' applied to '(int, double)'",
    ],
    ['1u + 1', "found no matching overload for '_+_' applied to '(uint, int)'"],
    [
      'object.x.startsWith(1)',
      "found no matching overload for 'startsWith' applied to 'dyn.(int)'",
    ],
    ['[1, "a"]', "expected type 'int' but found 'string'"],
    ['[1, object.x]', "expected type 'int' but found 'dyn'"],
    ['{"a": 1, 2: 3}', "expected type 'string' but found 'int'"],
    [
      'true ? 1 : "a"',
      "found no matching overload for '_?_:_' applied to '(bool, int, string)'",
    ],
    ['has(object)', 'invalid argument to has() macro'],
    ['{"a": 1}.a.b', "type 'int' does not support field selection"],
    ['object.x.matches("[")', 'invalid matches argument'],
    ['object.x.matches("(?=a)")', 'invalid matches argument'],
    [
      '"%d".format([1.5])',
      'error during formatting: decimal clause can only be used on integers, was given double',
    ],
    ['"%s".format([])', 'index 0 out of range'],
    ['request.nickname', "undefined field 'nickname'"],
    ['object.x &&', 'Syntax error: Unexpected token: EOF'],
  ])('refuses %s: %s', (source, message) => {
    expect(compileCel(source, { variables })).toMatchObject({
      type: 'invalid',
      message,
    });
  });

  it('says where an expression is wrong', () => {
    expect(compileCel('object.x == 1 &&\n  nothing', { variables })).toEqual({
      type: 'invalid',
      message: "undeclared reference to 'nothing' (in container '')",
      line: 2,
      column: 3,
    });
  });

  it.each([
    ['object.x', 'dyn'],
    ['object.x == 1', 'bool'],
    ['!object.x', 'bool'],
    ['object.?x.orValue(false)', 'dyn'],
    ['object.x.?labels[?"a"].orValue("")', 'string'],
    ['object.list.filter(i, i.x)', 'list(dyn)'],
    ['object.x ? [] : ["a"]', 'list(string)'],
    ['object.x.split(",")', 'list(string)'],
    ['{"a": 1}', 'map(string, int)'],
    ['quantity("1").add(2)', 'kubernetes.Quantity'],
    ['request.operation', 'string'],
    ['namespaceObject.metadata.labels', 'map(string, string)'],
    ['object.?x.optMap(v, v == 1)', 'optional_type(bool)'],
    ['null', 'null_type'],
  ])('%s is of type %s', (source, type) => {
    expect(programOf(source).resultType).toBe(type);
  });

  it('takes the types of the variables of a policy', () => {
    const variableTypes = { small: 'bool', names: 'list(string)' };
    expect(programOf('variables.small', { variableTypes }).resultType).toBe(
      'bool',
    );
    expect(
      programOf('variables.names.map(n, n)', { variableTypes }).resultType,
    ).toBe('list(string)');
    expect(evaluateCel('variables.large', {}, { variableTypes })).toBe(
      "invalid: undefined field 'large'",
    );
  });

  it.each([
    ['quantity("1").isInteger()', 28],
    ['sets.contains([1], [1])', 29],
    ['ip("::1").family() == 6', 30],
    ['format.date().validate("x").hasValue()', 31],
    ['[1].all(i, v, true)', 32],
    ['semver("1.0.0").major() == 1', 33],
    ['[2, 1].sort() == [1, 2]', 34],
  ])('%s is taken from the version after 1.%i on', (source, since) => {
    const typeFor = (minorVersion: number) =>
      compileCel(source, { variables, minorVersion }).type;
    expect(typeFor(since)).toBe('invalid');
    expect(typeFor(since + 1)).toBe('program');
  });

  it('leaves open what another engine may know', () => {
    expect(
      evaluateCel('resource.Get("v1")', {}, { unknownNames: 'unsupported' }),
    ).toBe('unsupported: `resource` is not known here');
  });

  it.each([
    '[?object.x]',
    '{?"a": object.?x}',
    '.object',
    `${'['.repeat(300)}${']'.repeat(300)}`,
    `${'!'.repeat(50_000)}true`,
    'b"é"',
  ])('does not call invalid what only we can not read: %.20s', source => {
    expect(compileCel(source, { variables }).type).toBe('unsupported');
  });

  it('compiles a long chain of terms', () => {
    const source = Array(5000).fill('object.x').join('||');
    expect(evaluateCel(source, { object: { x: false } })).toBe(false);
  });

  it('refuses what is longer than the API server takes', () => {
    expect(evaluateCel(`"${'x'.repeat(100_000)}"`)).toBe(
      'invalid: expression code point size exceeds limit: size: 100002, limit 100000',
    );
  });
});

describe('fieldsOf', () => {
  it.each([
    ['object.spec.replicas > 1', [['spec', 'replicas']]],
    ['has(object.spec.hostNetwork)', [['spec', 'hostNetwork']]],
    ['has(object.a.b) && object.a.b == object.c', [['a', 'b'], ['c']]],
    ['object.metadata.labels["app"] == "x"', [['metadata', 'labels', 'app']]],
    ['object.spec.ports[0].name', [['spec', 'ports', 0, 'name']]],
    [
      'object.spec.containers.all(c, has(c.image))',
      [
        ['spec', 'containers'],
        ['spec', 'containers', '*', 'image'],
      ],
    ],
    [
      'object.spec.?initContainers.orValue([]).all(c, c.name != "")',
      [
        ['spec', 'initContainers'],
        ['spec', 'initContainers', '*', 'name'],
      ],
    ],
    [
      'object.items.filter(i, i.on)[0].name',
      [['items'], ['items', '*', 'on'], ['items', '*', 'name']],
    ],
    ['object.map.all(k, v, v.on)', [['map'], ['map', '*', 'on']]],
    ['request.operation == "CREATE"', []],
    ['object == null', [[]]],
  ])('of %s', (source, paths) => {
    const fields = programOf(source).fieldsOf('object');
    expect(new Set(fields.map(path => JSON.stringify(path)))).toEqual(
      new Set(paths.map(path => JSON.stringify(path))),
    );
    expect(fields).toHaveLength(paths.length);
  });

  it('tells variables apart', () => {
    const program = programOf('object.a == variables.b.c');
    expect(program.fieldsOf('object')).toEqual([['a']]);
    expect(program.fieldsOf('variables')).toEqual([['b', 'c']]);
  });
});
