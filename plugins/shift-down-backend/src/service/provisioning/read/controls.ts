import type { components } from '@shift-down/plugin-shift-down-common/client';

type ControlReference = components['schemas']['ControlReference'];

/** Ids of controls of our own catalogue, as the API refers to controls. */
export function toControlReferences(
  ids: readonly string[],
): ControlReference[] {
  return ids.map(id => ({ standard: 'shift-down', id }));
}
