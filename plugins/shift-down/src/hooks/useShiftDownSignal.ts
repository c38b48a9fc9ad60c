import { useSignal } from '@backstage/plugin-signals-react';
import { useEffect, useRef } from 'react';

/** The channel of the backend's signals. */
const CHANNEL = 'shift-down';

/**
 * Calls back when the backend says that something changed. It never says what, so that a
 * signal tells nobody more than the page may ask for. Without signals, nothing happens.
 */
export function useShiftDownSignal(onChange: () => void): void {
  const { lastSignal } = useSignal(CHANNEL);
  const callback = useRef(onChange);
  callback.current = onChange;
  useEffect(() => {
    if (lastSignal) {
      callback.current();
    }
  }, [lastSignal]);
}
