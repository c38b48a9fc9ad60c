import { pauseAfter } from './pauseAfter';

it.each([
  ['a short round', 10, 1, 2_000],
  ['a short round with a share', 10, 1 / 20, 2_000],
  ['a round with a share', 200, 1 / 20, 4_000],
  ['a round that takes all of its time', 3_000, 1, 3_000],
  ['one in which all were compared anew', 8_000, 1 / 20, 10_000],
  ['one that took minutes', 120_000, 1 / 20, 120_000],
])('after %s', (...[, took, share, expected]) => {
  expect(pauseAfter(took, share)).toBe(expected);
});
