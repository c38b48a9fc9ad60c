import { Button } from '@backstage/ui';
import type { CursorPages } from '../../hooks/useCursorPages';
import { useText } from '../../hooks/useWords';
import styles from './Pager.module.css';

/** Steps through a list that is paged by cursors; nothing where one page is all. */
export function Pager(props: { pages: CursorPages; nextCursor?: string }) {
  const t = useText();
  const { pages, nextCursor } = props;
  if (!pages.cursor && !nextCursor) {
    return null;
  }
  const shared = pages.cursor && !pages.goBack;
  return (
    <nav aria-label={t('findings.pages.label')} className={styles.pager}>
      {shared ? (
        <Button size="small" variant="secondary" onPress={pages.goToFirst}>
          {t('findings.pages.first')}
        </Button>
      ) : (
        <Button
          size="small"
          variant="secondary"
          isDisabled={!pages.goBack}
          onPress={pages.goBack}
        >
          {t('findings.pages.previous')}
        </Button>
      )}
      <Button
        size="small"
        variant="secondary"
        isDisabled={!nextCursor}
        onPress={() => nextCursor && pages.goTo(nextCursor)}
      >
        {t('findings.pages.next')}
      </Button>
    </nav>
  );
}
