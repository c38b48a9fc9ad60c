import { useEffect, useState } from 'react';

const SHOWN_MILLISECONDS = 3000;

/** Copies a text, and says for a moment whether that worked. */
export function useCopy(text: string) {
  const [outcome, setOutcome] = useState<'action' | 'done' | 'failed'>(
    'action',
  );
  useEffect(() => {
    const timer =
      outcome === 'action'
        ? undefined
        : setTimeout(() => setOutcome('action'), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('done');
    } catch {
      // Browsers refuse it without permission or a secure connection.
      setOutcome('failed');
    }
  };
  return { outcome, copy };
}
