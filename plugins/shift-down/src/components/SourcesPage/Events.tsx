import { Button, Text, VisuallyHidden } from '@backstage/ui';
import { RiAlertLine, RiInformationLine } from '@remixicon/react';
import { useState } from 'react';
import { useOpenWords, useText } from '../../hooks/useWords';
import { Quiet, Time } from '../common';
import type { Cluster } from './clusters';
import styles from './SourcesPage.module.css';

const SHOWN_AT_FIRST = 8;

/** What happened to a cluster's sources lately, newest first. */
export function Events(props: { cluster: Cluster }) {
  const t = useText();
  const words = useOpenWords();
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const { events } = props.cluster;
  if (!events) {
    return null;
  }
  return (
    <section className={styles.stack}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('sources.events.title')}
      </Text>
      {events.length === 0 && <Text as="p">{t('sources.events.none')}</Text>}
      <ol className={styles.events}>
        {events.slice(0, shown).map(({ at, kind, level, message }, index) => {
          const Icon = level === 'warning' ? RiAlertLine : RiInformationLine;
          return (
            <li key={index} className={styles.event} data-level={level}>
              <Icon size={16} aria-hidden="true" />
              <span className={styles.breakable}>
                <VisuallyHidden>
                  {t(`sources.events.level.${level}`)}{' '}
                </VisuallyHidden>
                {kind &&
                  `${t('sources.events.about', {
                    kind: words.sourceKind(kind),
                  })} `}
                {message}{' '}
                <Quiet>
                  <Time at={at} />
                </Quiet>
              </span>
            </li>
          );
        })}
      </ol>
      {events.length > shown && (
        <Button
          size="small"
          variant="secondary"
          onPress={() => setShown(events.length)}
        >
          {t('sources.events.more', { count: events.length - shown })}
        </Button>
      )}
    </section>
  );
}
