/** What the shipped baselines make is no drift once it is there. */
import { asCollected } from '../__testUtils__/managed';
import {
  aRequest,
  EXAMPLE_VERSIONS,
  exampleBaseline,
  renderInput,
} from '../__testUtils__/namespaces';
import { planAdoption } from '../adoption';
import { renderBaseline } from '../baseline';
import type { AppliedObject } from '../types';
import { driftOf } from './driftOf';

describe.each(EXAMPLE_VERSIONS)('baseline %s', version => {
  const planned = renderBaseline(
    exampleBaseline(version),
    renderInput(aRequest()),
  );
  const applied = planned.map(
    ({ id, controls, manifest }, position): AppliedObject => ({
      id,
      controls,
      manifest,
      uid: `uid-${position}`,
    }),
  );
  const observed = applied.map(({ manifest, uid = '' }) =>
    asCollected(structuredClone(manifest), uid),
  );

  it('does not drift by itself', () => {
    expect(
      driftOf({ applied, observed, unknown: {}, namespaceUid: 'uid-0' }),
    ).toEqual([]);
  });

  it('is missed object by object', () => {
    for (const [position, { name }] of observed.entries()) {
      const [first] = driftOf({
        applied,
        observed: observed.filter((_, at) => at !== position),
        unknown: {},
        namespaceUid: 'uid-0',
      });
      expect(first).toMatchObject({ type: 'missing', name });
    }
  });

  it('is met by a namespace that has it', () => {
    const { met, total } = planAdoption({
      planned,
      observed,
      unknown: {},
      dependencies: [],
    });
    expect(met).toBe(total);
  });
});
