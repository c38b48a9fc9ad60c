import { Link, Text } from '@backstage/ui';
import { RiScales3Line, RiShieldKeyholeLine } from '@remixicon/react';
import {
  AREAS,
  CONTROL_CATALOGUE,
  RESULTS,
} from '@shift-down/plugin-shift-down-common';
import type {
  ControlResult,
  Posture,
} from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useOpenWords, useText } from '../../hooks/useWords';
import {
  DataTable,
  Label,
  ResultLabel,
  SeverityLabel,
  Time,
  type DataColumn,
} from '../common';
import { RecentChanges } from './RecentChanges';
import styles from './Controls.module.css';

/** Every control that the posture is made of, by area, worst first. */
export function ControlsView(props: { posture: Posture }) {
  const t = useText();
  const columns = useColumns();
  const { posture } = props;
  return (
    <div className={styles.controls}>
      {AREAS.map(area => {
        const controls = posture.controls
          .filter(control => control.area === area)
          .sort(worstFirst);
        return (
          <section key={area}>
            <Text as="h3" variant="body-large" weight="bold">
              {t(`words.area.${area}`)}
            </Text>
            {controls.length === 0 ? (
              <Text as="p">{t('evidence.controls.none')}</Text>
            ) : (
              <DataTable
                label={t('evidence.controls.caption', {
                  area: t(`words.area.${area}`),
                })}
                items={controls}
                keyOf={control => control.id}
                columns={columns}
              />
            )}
          </section>
        );
      })}
      <RecentChanges posture={posture} />
    </div>
  );
}

function worstFirst(left: ControlResult, right: ControlResult): number {
  return (
    RESULTS.indexOf(left.result) - RESULTS.indexOf(right.result) ||
    left.title.localeCompare(right.title)
  );
}

function useColumns(): DataColumn<ControlResult>[] {
  const t = useText();
  return [
    {
      id: 'control',
      width: '34%',
      label: t('evidence.controls.columns.control'),
      isRowHeader: true,
      cell: control => (
        <div className={styles.control}>
          <span>{control.title}</span>
          <details>
            <summary>{t('evidence.controls.why')}</summary>
            <Text as="p">{control.rationale}</Text>
            <Text as="p">{control.remediation}</Text>
          </details>
        </div>
      ),
    },
    {
      id: 'result',
      width: '22%',
      label: t('evidence.controls.columns.result'),
      cell: control => (
        <div className={styles.result}>
          <ResultLabel
            result={control.result}
            unverified={control.unverified}
          />
          {control.reason && (
            <Text as="p" variant="body-small">
              {control.reason}
            </Text>
          )}
          {Boolean(control.exempt) && (
            <Label icon={RiShieldKeyholeLine} tone="info">
              {t('exceptions.entity.control', {
                number: String(control.exempt),
              })}
            </Label>
          )}
          <Disagreements control={control} />
        </div>
      ),
    },
    {
      id: 'severity',
      width: '12%',
      label: t('evidence.controls.columns.severity'),
      cell: control => <SeverityLabel severity={control.severity} />,
    },
    {
      id: 'responsibility',
      width: '12%',
      label: t('evidence.controls.columns.responsibility'),
      cell: control => t(`words.responsibility.${control.responsibility}`),
    },
    {
      id: 'findings',
      width: '10%',
      label: t('evidence.controls.columns.findings'),
      cell: control => <FindingsLink control={control} />,
    },
    {
      id: 'since',
      label: t('evidence.controls.columns.since'),
      cell: control => control.since && <Time at={control.since} />,
    },
  ];
}

/** Where one source fails what another one passes: the worse stands, and it shows. */
function Disagreements(props: { control: ControlResult }) {
  const t = useText();
  const words = useOpenWords();
  const { disagreements = [] } = props.control;
  if (disagreements.length === 0) {
    return null;
  }
  return (
    <>
      <Label icon={RiScales3Line} tone="info">
        {t('evidence.controls.disagreementLabel')}
      </Label>
      {disagreements.map(({ failedBy, passedBy, places }) => (
        <Text key={`${failedBy} ${passedBy}`} as="p" variant="body-small">
          {t('evidence.controls.disagreement', {
            failedBy: words.sourceKind(failedBy),
            passedBy: words.sourceKind(passedBy),
            count: places,
          })}
        </Text>
      ))}
    </>
  );
}

function FindingsLink(props: { control: ControlResult }) {
  const t = useText();
  const url = useUrlState();
  const { id, failing, unknown } = props.control;
  if (failing + unknown === 0) {
    return null;
  }
  const text = t('evidence.controls.findings', { count: failing + unknown });
  return (
    <Link
      href={url.href({
        view: 'policies',
        type: isOfVulnerabilities(id) ? 'vulnerability' : undefined,
        control: id,
      })}
    >
      {text}
    </Link>
  );
}

/** Whether what a control matches is in images rather than in reports on policies. */
function isOfVulnerabilities(controlId: string): boolean {
  return CONTROL_CATALOGUE.some(
    ({ id, matchers }) =>
      id === controlId && matchers.some(({ type }) => type !== 'policy'),
  );
}
