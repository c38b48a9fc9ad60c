import { parsePassKey, passKey } from './passes';

describe('pass keys', () => {
  it.each([
    ['privileged-containers', ''],
    ['high-vulnerabilities', 'app'],
  ])('read back as control %s and component %j', (controlId, component) => {
    expect(parsePassKey(passKey(controlId, component))).toEqual({
      controlId,
      component,
    });
  });

  it('are the control alone for a whole subject', () => {
    expect(passKey('privileged-containers', '')).toBe('privileged-containers');
  });
});
