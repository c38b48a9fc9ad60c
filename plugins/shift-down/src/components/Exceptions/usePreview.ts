import { useApi } from '@backstage/frontend-plugin-api';
import type {
  ExceptionDraft,
  ExceptionPreview,
} from '@shift-down/plugin-shift-down-common/client';
import { useEffect, useState } from 'react';
import { shiftDownApiRef } from '../../api';
import { useLoad, type Load } from '../../hooks/useLoad';

const DEBOUNCE_MILLISECONDS = 400;

/** What a draft would come to, once typing pauses; nothing of an incomplete one. */
export function usePreview(draft?: ExceptionDraft): {
  result: Load<ExceptionPreview | undefined>;
  reload: () => void;
} {
  const api = useApi(shiftDownApiRef);
  const wanted = draft ? JSON.stringify(draft) : '';
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), DEBOUNCE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [wanted]);
  return useLoad(
    asked,
    async () =>
      asked
        ? api.previewException(JSON.parse(asked) as ExceptionDraft)
        : undefined,
    { keepPrevious: true },
  );
}
