import { createApiRef } from '@backstage/frontend-plugin-api';
import type { ShiftDownApi } from '@shift-down/plugin-shift-down-common/client';

/**
 * What the pages read from. Replace it to serve them from elsewhere.
 * @public
 */
export const shiftDownApiRef = createApiRef<ShiftDownApi>().with({
  id: 'plugin.shift-down.api',
  pluginId: 'shift-down',
});
