import type { Capability } from '@shift-down/plugin-shift-down-policy';
import type { ShiftDownConfig } from './config';

/** What is configured of that which controls need. @internal */
export function capabilitiesOf({
  images,
  uploads,
  provisioning,
}: Pick<
  ShiftDownConfig,
  'images' | 'uploads' | 'provisioning'
>): Set<Capability> {
  const configured: Record<Capability, boolean> = {
    registries: images.registries,
    'golden-images': images.goldenImages.locations.length > 0,
    uploads: uploads.entries.length > 0,
    provisioning: provisioning.isEnabled,
  };
  return new Set(
    (Object.keys(configured) as Capability[]).filter(it => configured[it]),
  );
}
