import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import { resolveControls } from '@shift-down/plugin-shift-down-policy';
import { capabilitiesOf } from './capabilitiesOf';
import type { ShiftDownConfig } from './config';

type Given = Parameters<typeof capabilitiesOf>[0];

const NOTHING = {
  images: {
    registries: false,
    goldenImages: { locations: [] },
  },
  uploads: { entries: [] },
  provisioning: { isEnabled: false },
} as unknown as Given;

const withProvisioning: Given = {
  ...NOTHING,
  provisioning: {
    isEnabled: true,
  } as ShiftDownConfig['provisioning'],
};

function switchedOn(config: Given): string[] {
  return resolveControls(CONTROL_CATALOGUE, {}, capabilitiesOf(config))
    .enabled.map(({ id }) => id)
    .filter(id => /^namespace-(drift|level|baseline-version)$/.test(id));
}

it('finds nothing where nothing is configured', () => {
  expect(capabilitiesOf(NOTHING)).toEqual(new Set());
  expect(switchedOn(NOTHING)).toEqual([]);
});

it('switches controls of provisioned namespaces on where some can be asked for', () => {
  expect(capabilitiesOf(withProvisioning)).toEqual(new Set(['provisioning']));
  expect(switchedOn(withProvisioning)).toEqual([
    'namespace-drift',
    'namespace-level',
    'namespace-baseline-version',
  ]);
});
