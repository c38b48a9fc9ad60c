import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Text, VisuallyHidden } from '@backstage/ui';
import {
  RiAlertLine,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiForbid2Line,
  RiPulseLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { SourceTestResult } from '@shift-down/plugin-shift-down-common/client';
import { useEffect, useRef, useState } from 'react';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useText } from '../../hooks/useWords';
import {
  DataTable,
  Label,
  Quiet,
  Time,
  type DataColumn,
  type Tone,
} from '../common';
import type { Cluster } from './clusters';
import styles from './SourcesPage.module.css';

type Check = SourceTestResult['checks'][number];

/** Worst first, as they are summed up. */
const OUTCOMES = ['failed', 'warning', 'skipped', 'passed'] as const;

const LOOK: Record<
  Check['outcome'],
  { icon: RemixiconComponentType; tone: Tone }
> = {
  passed: { icon: RiCheckboxCircleFill, tone: 'success' },
  warning: { icon: RiAlertLine, tone: 'warning' },
  failed: { icon: RiCloseCircleFill, tone: 'danger' },
  skipped: { icon: RiForbid2Line, tone: 'neutral' },
};

type Run =
  | { status: 'idle' | 'running' }
  | { status: 'done'; result: SourceTestResult }
  | { status: 'failed'; error: Error };

/** Tests a cluster on demand; what comes of it takes the focus and is read out. */
export function SourceTestPanel(props: { cluster: Cluster }) {
  const { name, title } = props.cluster;
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const [run, setRun] = useState<Run>({ status: 'idle' });
  const outcome = useRef<HTMLDivElement>(null);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  useEffect(() => {
    if (run.status === 'done' || run.status === 'failed') {
      outcome.current?.focus();
    }
  }, [run]);

  const test = async () => {
    setRun({ status: 'running' });
    const next = await api.testSource(name).then(
      (result): Run => ({ status: 'done', result }),
      (error: Error): Run => ({ status: 'failed', error }),
    );
    if (mounted.current) {
      setRun(next);
    }
  };
  return (
    <div className={styles.test}>
      <div className={styles.testAction}>
        <Button
          variant="secondary"
          size="small"
          iconStart={<RiPulseLine />}
          isPending={run.status === 'running'}
          onPress={test}
        >
          {t('sources.test.action', { cluster: title })}
        </Button>
        <Quiet>{t('sources.test.hint')}</Quiet>
      </div>
      <VisuallyHidden>
        <span role="status">
          {run.status === 'running' &&
            t('sources.test.running', { cluster: title })}
        </span>
      </VisuallyHidden>
      <div
        ref={outcome}
        tabIndex={-1}
        role="group"
        aria-label={t('sources.test.title', { cluster: title })}
        className={styles.testOutcome}
      >
        {run.status === 'failed' && (
          <Alert
            role="alert"
            status="danger"
            icon
            title={t('sources.test.failed')}
            description={messageOf(run.error)}
          />
        )}
        {run.status === 'done' && (
          <TestResult result={run.result} title={title} />
        )}
      </div>
    </div>
  );
}

function TestResult(props: { result: SourceTestResult; title: string }) {
  const t = useText();
  const columns = useColumns();
  const { result, title } = props;
  const summary = OUTCOMES.map(outcome => ({
    outcome,
    count: result.checks.filter(check => check.outcome === outcome).length,
  })).filter(({ count }) => count > 0);
  return (
    <>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('sources.test.title', { cluster: title })}
      </Text>
      <Text as="p" role="status">
        {summary.length === 0
          ? t('sources.test.none')
          : summary
              .map(({ outcome, count }) =>
                t(`sources.test.summary.${outcome}`, { count }),
              )
              .join(', ')}
      </Text>
      <Quiet as="p">
        {t('sources.test.at')} <Time at={result.at} />
      </Quiet>
      {result.checks.length > 0 && (
        <DataTable
          label={t('sources.test.title', { cluster: title })}
          items={result.checks.map((check, index) => ({ ...check, index }))}
          keyOf={({ index }) => String(index)}
          columns={columns}
        />
      )}
    </>
  );
}

function useColumns(): DataColumn<Check & { index: number }>[] {
  const t = useText();
  return [
    {
      id: 'check',
      label: t('sources.test.columns.check'),
      isRowHeader: true,
      cell: ({ name }) => name,
    },
    {
      id: 'outcome',
      label: t('sources.test.columns.outcome'),
      cell: ({ outcome }) => (
        <Label {...LOOK[outcome]}>{t(`sources.test.outcome.${outcome}`)}</Label>
      ),
    },
    {
      id: 'message',
      label: t('sources.test.columns.message'),
      cell: ({ message }) => (
        <span className={styles.breakable}>{message}</span>
      ),
    },
  ];
}
