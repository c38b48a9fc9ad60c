import { matchesLabels, parseLabelSelector } from './labelSelector';

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'front', 'example.com/team': 'a' };

  it.each([
    ['app=web', true],
    ['app==web', true],
    ['app = web', true],
    ['app=api', false],
    ['app!=api', true],
    ['app!=web', false],
    ['missing!=web', true],
    ['app in (web, api)', true],
    ['app in (api)', false],
    ['app in (api),tier=front', false],
    ['app notin (api, batch)', true],
    ['app notin (web)', false],
    ['missing notin (web)', true],
    ['app', true],
    ['missing', false],
    ['!missing', true],
    ['!app', false],
    ['app=web,tier in (front,back),!legacy', true],
    ['example.com/team=a', true],
    ['app=', false],
    ['toString', false],
    ['constructor', false],
  ])('%p matches: %p', (selector, expected) => {
    expect(matchesLabels(parseLabelSelector(selector), labels)).toBe(expected);
  });

  it.each([
    'app=web=x',
    'app in web',
    'app in (we b)',
    'app in (web',
    '-app=web',
    'app > 3',
    `app=${'x'.repeat(64)}`,
    'a'.repeat(5000),
  ])('refuses %p', selector => {
    expect(() => parseLabelSelector(selector)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });
});
