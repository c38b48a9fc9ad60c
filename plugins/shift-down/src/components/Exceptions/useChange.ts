import { useApi } from '@backstage/frontend-plugin-api';
import type { ResponseError } from '@backstage/errors';
import type {
  ExceptionChange,
  ExceptionChangeAction,
} from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { shiftDownApiRef } from '../../api';

/** Does something to an exception, and says whether that is under way or was refused. */
export function useChange(id: string, onChanged: () => void) {
  const api = useApi(shiftDownApiRef);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();

  /** Whether it worked. */
  const change = async (
    action: ExceptionChangeAction,
    details: ExceptionChange,
  ): Promise<boolean> => {
    setBusy(true);
    setError(undefined);
    try {
      await api.changeException(id, action, details);
      onChanged();
      return true;
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { change, busy, error };
}

/** Whether it was refused because the exception is not as it was seen any more. */
export function isConflict(error: Error): boolean {
  return (error as Partial<ResponseError>).statusCode === 409;
}
