import {
  CEL_EVALUATION_COST_LIMIT,
  CEL_POLICY_COST_BUDGET,
  compileCel,
} from './compileCel';

/** Generous: these run in a few hundredths of a second, or for ever. */
const SOON = 2000;

function evaluate(
  source: string,
  variables: Record<string, unknown>,
  budget = { remaining: CEL_POLICY_COST_BUDGET },
) {
  const compilation = compileCel(source, { variables: Object.keys(variables) });
  if (compilation.type !== 'program') {
    throw new Error(JSON.stringify(compilation));
  }
  const start = performance.now();
  const outcome = compilation.program.evaluate(variables, budget);
  expect(performance.now() - start).toBeLessThan(SOON);
  return outcome;
}

const many = Array.from({ length: 1000 }, (_, index) => index);
const long = 'a'.repeat(200_000);

describe('patterns', () => {
  it.each([
    ['^(a+)+$', long, true],
    ['^(a+)+$', `${long}!`, false],
    ['(a*)*b', long, false],
    ['(a|aa)+$', `${long}!`, false],
  ])('%s takes linear time over 200 KB', (pattern, text, expected) => {
    expect(evaluate(`text.matches(pattern)`, { text, pattern })).toEqual({
      type: 'value',
      value: expected,
    });
  });

  it('that are short to write and long to run are stopped', () => {
    expect(
      evaluate('text.matches("^(.{1,100}){1,10}$")', { text: long }).type,
    ).toBe('unknown');
  });
});

describe('the cost limit stops', () => {
  it.each([
    ['nested loops', 'many.all(a, many.all(b, many.all(c, true)))'],
    ['nested lists', 'many.map(a, many.map(b, "x")).size() > 0'],
    ['doubled text', `[long]${'.map(x, x + x)'.repeat(30)} == []`],
    ['doubled lists', `[[1, 2]]${'.map(x, x + x)'.repeat(30)} == []`],
    [
      'flattened lists',
      `[1, 2]${'.map(x, [x, x]).flatten()'.repeat(30)} == []`,
    ],
    ['a long range', 'lists.range(9223372036854775807).size() > 0'],
    ['a long replacement', 'long.replace("", long) == ""'],
    ['a long separator', 'many.map(i, string(i)).join(long) == ""'],
    ['many matches', 'many.all(i, long.findAll("").size() > 0)'],
    ['many patterns', 'many.all(i, long.matches("^(a+)+$"))'],
    ['deep comparison', 'many.all(i, many.all(j, [many] == [copy]))'],
    [
      'quadratic functions',
      'many.all(i, many.map(j, string(i) + string(j)).distinct() != [])',
    ],
  ])('%s', (_, source) => {
    expect(evaluate(source, { many, long, copy: [...many] })).toEqual({
      type: 'unknown',
      reason: expect.stringContaining('costs more than may be spent'),
    });
  });
});

describe('the cost budget', () => {
  it('is not absorbed', () => {
    expect(
      evaluate('many.all(a, many.all(b, many.all(c, true))) || true', { many })
        .type,
    ).toBe('unknown');
  });

  it('is shared by evaluations', () => {
    const budget = { remaining: 500 };
    const once = () =>
      evaluate(
        'many.filter(i, i < 20).size() > 0',
        { many: many.slice(0, 40) },
        budget,
      );
    const first = once();
    expect(first).toEqual({ type: 'value', value: true });
    expect(budget.remaining).toBeLessThan(500);
    expect(once().type).toBe('unknown');
    expect(budget.remaining).toBeGreaterThanOrEqual(-1);
  });

  it('loses no more on one evaluation than one may cost', () => {
    const budget = { remaining: CEL_POLICY_COST_BUDGET };
    evaluate('many.all(a, many.all(b, many.all(c, true)))', { many }, budget);
    expect(budget.remaining).toBe(
      CEL_POLICY_COST_BUDGET - CEL_EVALUATION_COST_LIMIT,
    );
  });
});

describe('deep nesting of objects', () => {
  const nested = () => {
    let object: Record<string, unknown> = {};
    for (let depth = 0; depth < 100_000; depth++) {
      object = { a: object };
    }
    return object;
  };

  it.each(['one == other', '"%s".format([one]) == ""'])(
    '%s is unknown',
    source => {
      expect(evaluate(source, { one: nested(), other: nested() })).toEqual({
        type: 'unknown',
        reason: 'the expression or the object is nested too deeply',
      });
    },
  );
});
