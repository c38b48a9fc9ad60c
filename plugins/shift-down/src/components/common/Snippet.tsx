import { Button } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { useText } from '../../hooks/useWords';
import styles from './Snippet.module.css';

const SHOWN_MILLISECONDS = 3000;

/** Text to read or paste elsewhere; `label` says what it is. */
export function Snippet(props: { label: string; children: string }) {
  const t = useText();
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
      await navigator.clipboard.writeText(props.children);
      setOutcome('done');
    } catch {
      // Browsers refuse it without permission or a secure connection.
      setOutcome('failed');
    }
  };
  return (
    <div className={styles.snippet}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, so the keyboard has to reach it */}
      <pre tabIndex={0} role="region" aria-label={props.label}>
        <code>{props.children}</code>
      </pre>
      <div className={styles.action} aria-live="polite">
        <Button
          size="small"
          variant="secondary"
          iconStart={outcome === 'done' ? <RiCheckLine /> : <RiFileCopyLine />}
          aria-label={
            outcome === 'action'
              ? t('states.copy.label', { what: props.label })
              : undefined
          }
          onPress={copy}
        >
          {t(`states.copy.${outcome}`)}
        </Button>
      </div>
    </div>
  );
}
