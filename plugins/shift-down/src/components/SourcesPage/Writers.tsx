import {
  RiCheckboxCircleFill,
  RiQuestionLine,
  RiUserForbidLine,
} from '@remixicon/react';
import type {
  ReportWriter,
  SourceStatus,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Label, Quiet, useSubjectName } from '../common';
import type { Cluster } from './clusters';
import styles from './SourcesPage.module.css';

/** Who can write reports of a kind; those who are not trusted first. */
export function Writers(props: {
  source: SourceStatus;
  trust: Cluster['reportTrust'];
}) {
  const t = useText();
  const { source, trust } = props;
  const { writers, writersTotal = writers?.length ?? 0 } = source;
  if (trust === 'unknown') {
    // An empty list would say "nobody", where nobody can tell.
    return (
      <Label icon={RiQuestionLine} tone="warning">
        {t('sources.writers.unknown')}
      </Label>
    );
  }
  if (!writers || (trust !== 'rbac' && writers.length === 0)) {
    return (
      <Quiet>
        {t(
          trust === 'trusted' || trust === 'untrusted'
            ? 'sources.writers.notChecked'
            : 'sources.writers.notTold',
        )}
      </Quiet>
    );
  }
  const others = writers.filter(writer => !writer.trusted);
  const trusted = writers.filter(writer => writer.trusted);
  const more = writersTotal - writers.length;
  return (
    <div className={styles.stack}>
      {others.length === 0 ? (
        <Label icon={RiCheckboxCircleFill} tone="success">
          {t('sources.writers.nobody')}
        </Label>
      ) : (
        <Label icon={RiUserForbidLine} tone="warning">
          {t(
            // Trusted ones come last: if all that are listed are others, more may follow.
            more > 0 && trusted.length === 0
              ? 'sources.writers.othersAtLeast'
              : 'sources.writers.others',
            { count: others.length },
          )}
        </Label>
      )}
      {others.length > 0 && (
        <WriterList
          summary={t('sources.kinds.columns.writers')}
          writers={others}
          open={others.length < 4}
        />
      )}
      {(trusted.length > 0 || more > 0) && (
        <WriterList
          summary={t('sources.writers.trusted', { count: trusted.length })}
          writers={trusted}
          more={more}
        />
      )}
    </div>
  );
}

function WriterList(props: {
  summary: string;
  writers: ReportWriter[];
  /** So many are not in the list. */
  more?: number;
  open?: boolean;
}) {
  const t = useText();
  const { summary, writers, more = 0, open = false } = props;
  return (
    <details className={styles.fold} open={open}>
      <summary>{summary}</summary>
      <ul className={styles.plainList}>
        {writers.map(writer => (
          <li key={`${writer.namespace} ${writer.writer}`}>
            <Writer writer={writer} />
          </li>
        ))}
        {more > 0 && <li>{t('sources.writers.more', { count: more })}</li>}
      </ul>
    </details>
  );
}

function Writer(props: { writer: ReportWriter }) {
  const t = useText();
  const nameOf = useSubjectName();
  const { writer, via, namespace, trusted } = props.writer;
  return (
    <>
      <div className={styles.breakable}>
        {nameOf(writer)}{' '}
        {namespace
          ? t('sources.writers.inNamespace', { namespace })
          : t('sources.writers.everywhere')}
      </div>
      <Quiet as="p">{t('sources.writers.via', { via })}</Quiet>
      <Quiet as="p">
        {t(trusted ? 'sources.writers.isTrusted' : 'sources.writers.isOther')}
      </Quiet>
    </>
  );
}
