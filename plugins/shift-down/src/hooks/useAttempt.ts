import { useState } from 'react';

/** Does something once, and says whether that is under way or failed. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();

  /** What came of it; undefined where it failed. */
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    setError(undefined);
    try {
      return await work();
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { attempt, busy, error };
}
