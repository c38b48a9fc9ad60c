import { useApi } from '@backstage/frontend-plugin-api';
import type { ExceptionSettings } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { useLoad, type Load } from '../../hooks/useLoad';

/** What the reader may do with exceptions, and within which limits. */
export function useSettings(): {
  result: Load<ExceptionSettings>;
  reload: () => void;
} {
  const api = useApi(shiftDownApiRef);
  return useLoad('exception-settings', () => api.getExceptionSettings());
}
