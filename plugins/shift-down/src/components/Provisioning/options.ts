/** What may be asked for, read once for all who want to know at the same moment. */
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  NamespaceOptions,
  ShiftDownApi,
} from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { useLoad } from '../../hooks/useLoad';

const underway = new WeakMap<ShiftDownApi, Promise<NamespaceOptions>>();

export function loadNamespaceOptions(
  api: ShiftDownApi,
): Promise<NamespaceOptions> {
  const known = underway.get(api);
  if (known) {
    return known;
  }
  const options = api.getNamespaceOptions().finally(() => underway.delete(api));
  underway.set(api, options);
  return options;
}

export function useNamespaceOptions() {
  const api = useApi(shiftDownApiRef);
  return useLoad('namespace-options', () => loadNamespaceOptions(api));
}
