import type { UrlState } from './useUrlState';

/** Where in a list that is paged by cursors the reader is. */
export interface CursorPages {
  cursor?: string;
  /** 1 for the first page; not known in a shared link to a later one. */
  pageNumber?: number;
  goTo(nextCursor: string): void;
  /** Undefined on the first page, and where the way here is not known. */
  goBack?: () => void;
  /** Undefined on the first page. */
  goToFirst?: () => void;
}

/**
 * Keeps the cursor in the URL and the cursors of earlier pages in the history
 * entry, because the API only leads forward.
 */
export function useCursorPages(url: UrlState): CursorPages {
  const cursor = url.get('cursor');
  const earlier = earlierCursors(url.historyState);
  const known = !cursor || earlier.length > 0;
  return {
    cursor,
    pageNumber: known ? earlier.length + 1 : undefined,
    goTo: nextCursor =>
      url.set(
        { cursor: nextCursor },
        { state: { earlierCursors: [...earlier, cursor ?? ''] } },
      ),
    goBack:
      cursor && earlier.length > 0
        ? () =>
            url.set(
              { cursor: earlier[earlier.length - 1] || undefined },
              { state: { earlierCursors: earlier.slice(0, -1) } },
            )
        : undefined,
    goToFirst: cursor ? () => url.set({ cursor: undefined }) : undefined,
  };
}

function earlierCursors(state: unknown): string[] {
  if (state && typeof state === 'object' && 'earlierCursors' in state) {
    const { earlierCursors: cursors } = state;
    return Array.isArray(cursors)
      ? cursors.filter(item => typeof item === 'string')
      : [];
  }
  return [];
}
