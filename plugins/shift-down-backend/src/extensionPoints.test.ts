import {
  CONTROL_CATALOGUE,
  type Control,
} from '@shift-down/plugin-shift-down-common';
import { ControlCatalogue, EvidenceSources } from './extensionPoints';

describe('extension points', () => {
  it('take every source once', () => {
    const sources = new EvidenceSources();
    const source = { id: 'demo', title: 'Demo', run: async () => {} };
    sources.addSource(source);
    expect(sources.all).toEqual([source]);
    expect(() => sources.addSource({ ...source, title: 'Other' })).toThrow(
      expect.objectContaining({ name: 'ConflictError' }),
    );
  });

  it('add controls and replace none', () => {
    const catalogue = new ControlCatalogue(CONTROL_CATALOGUE);
    const own: Control = { ...CONTROL_CATALOGUE[0], id: 'our-own' };
    catalogue.addControls(own);
    expect(catalogue.all).toContain(own);
    expect(catalogue.all).toHaveLength(CONTROL_CATALOGUE.length + 1);
    expect(() => catalogue.addControls(CONTROL_CATALOGUE[1])).toThrow(
      expect.objectContaining({ name: 'ConflictError' }),
    );
  });
});
