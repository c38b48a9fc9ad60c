import { parsePodSecurityLevel } from './levels';

describe('parsePodSecurityLevel', () => {
  it.each([
    ['baseline', { level: 'baseline', version: 'latest' }],
    ['restricted:latest', { level: 'restricted', version: 'latest' }],
    ['restricted:v1.25', { level: 'restricted', version: 'v1.25' }],
    ['privileged:v1.0', { level: 'privileged', version: 'v1.0' }],
  ])('reads %s', (text, standard) => {
    expect(parsePodSecurityLevel(text)).toEqual(standard);
  });

  it.each([
    '',
    'strict',
    'restricted:',
    'restricted:1.25',
    'restricted:v1.025',
    'restricted:v2.0',
    'restricted:v1.25:x',
  ])('refuses %j and says what to write', text => {
    expect(() => parsePodSecurityLevel(text)).toThrow(/restricted:v1\.25/);
  });
});
