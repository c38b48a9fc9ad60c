import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';

/** New values for parameters; `undefined` or an empty list removes one. */
export type UrlPatch = Record<string, string | string[] | undefined>;

/** Reads and writes what a person would want to share: the search parameters. */
export interface UrlState {
  get(name: string): string | undefined;
  getAll(name: string): string[];
  /** Changes some parameters; `replace` adds no step to the history. */
  set(patch: UrlPatch, options?: { replace?: boolean; state?: unknown }): void;
  /** A link to this page with some parameters changed. */
  href(patch: UrlPatch): string;
  /** What the last `set` passed as `state`; gone in a shared link. */
  historyState: unknown;
}

export function useUrlState(): UrlState {
  const [params, setParams] = useSearchParams();
  const location = useLocation();
  const set = useCallback<UrlState['set']>(
    (patch, options) =>
      setParams(current => patched(current, patch), {
        ...options,
        preventScrollReset: true,
      }),
    [setParams],
  );
  return useMemo(
    () => ({
      get: name => params.get(name) || undefined,
      getAll: name => params.getAll(name),
      set,
      href: patch => `${location.pathname}?${patched(params, patch)}`,
      historyState: location.state,
    }),
    [params, set, location],
  );
}

function patched(params: URLSearchParams, patch: UrlPatch): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(patch)) {
    next.delete(name);
    for (const item of [value ?? []].flat()) {
      next.append(name, item);
    }
  }
  return next;
}
