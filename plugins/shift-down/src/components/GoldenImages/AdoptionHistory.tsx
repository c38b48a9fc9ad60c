import { Text } from '@backstage/ui';
import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';
import {
  Area,
  AreaChart,
  CartesianGrid,
  Legend,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useText } from '../../hooks/useWords';
import { DataTable, formatDay, Quiet } from '../common';
import { adoptionSeries, OTHERS, type AdoptionSeries } from './history';
import styles from './GoldenImages.module.css';

/** The newest is the greenest; each has its own dash, so that colour is not all. */
const LOOKS = [
  { stroke: 'var(--bui-positive-border)', dash: undefined },
  { stroke: 'var(--bui-announcement-border)', dash: '6 2' },
  { stroke: 'var(--bui-warning-border)', dash: '2 2' },
  { stroke: 'var(--bui-negative-border)', dash: '8 3 2 3' },
  { stroke: 'var(--bui-fg-primary)', dash: '4 4' },
  { stroke: 'var(--bui-border-2)', dash: '1 3' },
];

/** Workloads by release over time: a picture, a sentence and a table that say the same. */
export function AdoptionHistory(props: { image: GoldenImageDetail }) {
  const t = useText();
  const series = adoptionSeries(props.image);
  const sentence = useSentence(series);
  const nameOf = (version: string) =>
    version === OTHERS ? t('goldenImages.history.others') : version;
  if (series.days.length === 0) {
    return <Text as="p">{t('goldenImages.history.none')}</Text>;
  }
  return (
    <figure className={styles.figure}>
      {series.days.length > 1 && (
        <div role="img" aria-label={sentence} className={styles.chart}>
          <ResponsiveContainer
            width="100%"
            height="100%"
            initialDimension={{ width: 600, height: 220 }}
          >
            <AreaChart
              data={series.days}
              accessibilityLayer={false}
              margin={{ top: 8, right: 8, bottom: 0, left: -24 }}
            >
              <CartesianGrid vertical={false} stroke="var(--bui-border-1)" />
              <XAxis
                dataKey="day"
                minTickGap={40}
                tick={{ fill: 'var(--bui-fg-primary)', fontSize: 11 }}
              />
              <YAxis
                allowDecimals={false}
                tick={{ fill: 'var(--bui-fg-primary)', fontSize: 11 }}
              />
              <Tooltip
                contentStyle={{
                  background: 'var(--bui-bg-neutral-1)',
                  borderColor: 'var(--bui-border-2)',
                }}
              />
              <Legend
                formatter={value => (
                  <span style={{ color: 'var(--bui-fg-primary)' }}>
                    {value}
                  </span>
                )}
              />
              {/* Drawn from the oldest up, so that the newest lies on top. */}
              {[...series.versions].reverse().map(version => {
                const look =
                  LOOKS[series.versions.indexOf(version) % LOOKS.length];
                return (
                  <Area
                    key={version}
                    type="linear"
                    stackId="workloads"
                    name={nameOf(version)}
                    dataKey={({ counts }: AdoptionSeries['days'][number]) =>
                      counts[version]
                    }
                    stroke={look.stroke}
                    strokeDasharray={look.dash}
                    strokeWidth={2}
                    fill={look.stroke}
                    fillOpacity={0.3}
                    isAnimationActive={false}
                  />
                );
              })}
            </AreaChart>
          </ResponsiveContainer>
        </div>
      )}
      <figcaption>
        <Text as="p" variant="body-small">
          {sentence}
        </Text>
      </figcaption>
      <details className={styles.fold}>
        <summary>{t('goldenImages.history.table')}</summary>
        <DataTable
          label={t('goldenImages.history.caption')}
          items={[...series.days].reverse()}
          keyOf={({ day }) => day}
          columns={[
            {
              id: 'day',
              label: t('goldenImages.history.columns.day'),
              isRowHeader: true,
              cell: ({ day }) => formatDay(day),
            },
            ...series.versions.map(version => ({
              id: version || 'others',
              label: nameOf(version),
              cell: ({ counts }: AdoptionSeries['days'][number]) =>
                counts[version] > 0 ? counts[version] : <Quiet>0</Quiet>,
            })),
          ]}
        />
      </details>
    </figure>
  );
}

function useSentence(series: AdoptionSeries): string {
  const t = useText();
  const partsOf = ({ counts }: AdoptionSeries['days'][number]) =>
    series.versions
      .filter(version => counts[version] > 0)
      .map(version =>
        t('goldenImages.history.part', {
          number: String(counts[version]),
          version: version || t('goldenImages.history.others'),
        }),
      )
      .join(', ') || t('goldenImages.history.nobody');
  const [first] = series.days;
  const last = series.days[series.days.length - 1];
  if (!first) {
    return '';
  }
  const now = {
    day: formatDay(last.day),
    total: String(last.total),
    parts: partsOf(last),
  };
  return first === last
    ? t('goldenImages.history.sentenceOne', now)
    : t('goldenImages.history.sentence', {
        ...now,
        first: formatDay(first.day),
        firstTotal: String(first.total),
        firstParts: partsOf(first),
      });
}
