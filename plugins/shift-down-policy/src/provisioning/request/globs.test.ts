import { matchesGlob } from './globs';

it.each([
  ['kube-*', 'kube-system', true],
  ['kube-*', 'kube-', true],
  ['kube-*', 'akube-system', false],
  ['*-system', 'kube-system', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a*b*b', 'ab', false],
  ['*', '', true],
  ['a.c', 'abc', false],
  ['default', 'default', true],
])('%s matches %s: %s', (pattern, name, matches) => {
  expect(matchesGlob(pattern, name)).toBe(matches);
});
