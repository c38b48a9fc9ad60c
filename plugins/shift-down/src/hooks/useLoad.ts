import { useCallback, useEffect, useRef, useState } from 'react';
import { isNothingForUser } from '../api/errors';

/** What came of loading something. */
export type Load<T> =
  | { status: 'loading' }
  | { status: 'failed'; error: Error }
  | {
      status: 'loaded';
      value: T;
      /** A newer answer is on its way; `value` may be that of another key. */
      refreshing: boolean;
      /** The last refresh failed and `value` is what came before. */
      refreshError?: Error;
    };

interface State<T> {
  key: string;
  answer?: { key: string; value: T };
  error?: Error;
  busy: boolean;
}

/** Options of {@link useLoad}. */
export interface UseLoadOptions<T> {
  /** Shows the answer to the last key until that to the new one is there. */
  keepPrevious?: boolean;
  /** Seconds after which to ask again while the page is visible. */
  refreshSeconds?: (value: T) => number;
}

/**
 * Loads what `key` stands for, and again when it changes. Late answers to
 * earlier questions are dropped, and a failure never leaves another key's
 * answer standing as if it were this one's.
 */
export function useLoad<T>(
  key: string,
  load: () => Promise<T>,
  options: UseLoadOptions<T> = {},
): { result: Load<T>; reload: () => void } {
  const [state, setState] = useState<State<T>>({ key, busy: true });
  const [attempt, setAttempt] = useState(0);
  const loadRef = useRef(load);
  loadRef.current = load;

  useEffect(() => {
    let current = true;
    setState(previous => ({
      key,
      answer: previous.answer,
      error: undefined,
      busy: true,
    }));
    loadRef.current().then(
      value => {
        if (current) {
          setState({ key, answer: { key, value }, busy: false });
        }
      },
      (error: Error) => {
        if (current) {
          setState(previous => ({
            key,
            answer: isNothingForUser(error) ? undefined : previous.answer,
            error,
            busy: false,
          }));
        }
      },
    );
    return () => {
      current = false;
    };
  }, [key, attempt]);

  const reload = useCallback(() => setAttempt(count => count + 1), []);
  const result = resultOf(state, key, Boolean(options.keepPrevious));
  const seconds =
    result.status === 'loaded'
      ? options.refreshSeconds?.(result.value)
      : undefined;
  useEffect(() => {
    if (!seconds) {
      return undefined;
    }
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') {
        reload();
      }
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds, reload]);

  return { result, reload };
}

function resultOf<T>(
  state: State<T>,
  key: string,
  keepPrevious: boolean,
): Load<T> {
  const { answer } = state;
  const asked = state.key === key;
  if (answer && answer.key === key) {
    return {
      status: 'loaded',
      value: answer.value,
      refreshing: state.busy || !asked,
      refreshError: asked ? state.error : undefined,
    };
  }
  if (asked && state.error) {
    return { status: 'failed', error: state.error };
  }
  return answer && keepPrevious
    ? { status: 'loaded', value: answer.value, refreshing: true }
    : { status: 'loading' };
}
