import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import { catalogueVersion, resolveControls } from './resolveControls';
import { control } from './__testUtils__/evidence';

const catalogue = [
  control({ id: 'privileged-containers', severity: 'critical' }),
  control({ id: 'host-namespaces' }),
];

describe('resolveControls', () => {
  it('leaves the catalogue as it is without overrides', () => {
    const { all, enabled } = resolveControls(catalogue);
    expect(all).toEqual(catalogue);
    expect(enabled).toEqual(catalogue);
  });

  it('re-weights and re-assigns, and leaves the given catalogue alone', () => {
    const { enabled } = resolveControls(catalogue, {
      'host-namespaces': { severity: 'low', responsibility: 'platform' },
    });
    expect(enabled[1]).toMatchObject({
      severity: 'low',
      responsibility: 'platform',
    });
    expect(catalogue[1]).toMatchObject({
      severity: 'high',
      responsibility: 'application',
    });
  });

  it('keeps a control that is switched off among all', () => {
    const { all, enabled } = resolveControls(catalogue, {
      'host-namespaces': { enabled: false },
    });
    expect(all).toHaveLength(2);
    expect(enabled.map(({ id }) => id)).toEqual(['privileged-containers']);
  });

  it('switches off what needs something that is not configured', () => {
    const needy = [
      ...catalogue,
      control({ id: 'golden-image', needs: 'golden-images' }),
      control({ id: 'image-sbom', needs: 'registries' }),
    ];
    const idsWith = (...capabilities: ('registries' | 'golden-images')[]) =>
      resolveControls(needy, {}, new Set(capabilities)).enabled.map(
        ({ id }) => id,
      );
    const plain = ['privileged-containers', 'host-namespaces'];
    expect(idsWith()).toEqual(plain);
    expect(idsWith('registries')).toEqual([...plain, 'image-sbom']);
    expect(idsWith('golden-images')).toEqual([...plain, 'golden-image']);
    expect(resolveControls(needy).all).toHaveLength(4);
    const off = { 'image-sbom': { enabled: false } };
    expect(
      resolveControls(needy, off, new Set(['registries'])).enabled,
    ).toHaveLength(2);
  });

  it.each([
    ['privileged-container', "did you mean 'privileged-containers'?"],
    ['host-namespace', "did you mean 'host-namespaces'?"],
    ['privileged', "did you mean 'privileged-containers'?"],
    ['zzzzzzzzzzzzzzz', 'see docs/controls.md'],
  ])('says what to do about %s', (id, hint) => {
    expect(() => resolveControls(catalogue, { [id]: {} })).toThrow(hint);
  });
});

describe('catalogueVersion', () => {
  it('does not depend on the order of controls or keys', () => {
    const [first, second] = catalogue;
    const turned = Object.fromEntries(Object.entries(first).reverse());
    expect(catalogueVersion([second, turned as typeof first])).toBe(
      catalogueVersion(catalogue),
    );
  });

  it('changes with what judgement depends on', () => {
    const version = (overrides = {}) =>
      resolveControls(CONTROL_CATALOGUE, overrides).version;
    expect(version({ 'image-tag': { severity: 'low' } })).not.toBe(version());
    expect(version({ 'image-tag': { responsibility: 'platform' } })).not.toBe(
      version(),
    );
    expect(version({ 'image-tag': { enabled: false } })).toBe(version());
  });
});
