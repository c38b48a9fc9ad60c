import { Text } from '@backstage/ui';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { DateTime } from 'luxon';
import {
  Area,
  AreaChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useText } from '../../hooks/useWords';
import { timeAgo } from '../common';
import { summariseTrend } from './trend';
import styles from './Trend.module.css';

const formatTick = (at: number) =>
  DateTime.fromMillis(at).toLocaleString({ month: 'short', day: 'numeric' });

const formatMoment = (at: unknown) =>
  DateTime.fromMillis(Number(at)).toLocaleString(DateTime.DATETIME_MED);

/** How the score developed, as a picture and as a sentence that says the same. */
export function Trend(props: { points: Posture['trend']; isWhole?: boolean }) {
  const { points, isWhole } = props;
  const t = useText();
  const ofPoints = useSentence(points);
  const sentence = isWhole ? t('posture.trend.ofParts') : ofPoints;
  // Where nothing was known there is no point, and the line has a gap.
  const data = points.map(point => ({
    at: DateTime.fromISO(point.at).toMillis(),
    score: point.score,
  }));
  return (
    <figure className={styles.trend}>
      <Text as="h3" variant="body-medium" weight="bold">
        {t('posture.trend.title')}
      </Text>
      {points.length > 1 && (
        <div role="img" aria-label={sentence} className={styles.chart}>
          <ResponsiveContainer
            width="100%"
            height="100%"
            initialDimension={{ width: 400, height: 130 }}
          >
            <AreaChart
              data={data}
              accessibilityLayer={false}
              margin={{ top: 8, right: 8, bottom: 0, left: -24 }}
            >
              <CartesianGrid vertical={false} stroke="var(--bui-border-1)" />
              <XAxis
                dataKey="at"
                type="number"
                scale="time"
                domain={['dataMin', 'dataMax']}
                tickFormatter={formatTick}
                minTickGap={40}
                tick={{ fill: 'var(--bui-fg-primary)', fontSize: 11 }}
              />
              <YAxis
                domain={[0, 100]}
                ticks={[0, 50, 100]}
                tick={{ fill: 'var(--bui-fg-primary)', fontSize: 11 }}
              />
              <Tooltip
                labelFormatter={formatMoment}
                contentStyle={{
                  background: 'var(--bui-bg-neutral-1)',
                  borderColor: 'var(--bui-border-2)',
                }}
              />
              <Area
                type="linear"
                dataKey="score"
                stroke="var(--bui-announcement-border)"
                fill="var(--bui-announcement-bg-subdued)"
                strokeWidth={2}
                dot={{ r: 2 }}
                connectNulls={false}
                isAnimationActive={false}
              />
            </AreaChart>
          </ResponsiveContainer>
        </div>
      )}
      <figcaption>
        <Text as="p" variant="body-small">
          {sentence}
        </Text>
      </figcaption>
    </figure>
  );
}

function useSentence(points: Posture['trend']): string {
  const t = useText();
  const summary = summariseTrend(points);
  const { direction } = summary;
  const [from, to, low, high] = [
    summary.from,
    summary.to,
    summary.low,
    summary.high,
  ].map(score => String(score ?? ''));
  const when = summary.since ? timeAgo(summary.since) : '';
  const range =
    [from, to].includes(low) && [from, to].includes(high)
      ? ''
      : ` ${t('posture.trend.range', { low, high })}`;
  switch (direction) {
    case 'one':
      return t('posture.trend.one', { when, score: to });
    case 'risen':
      return t('posture.trend.risen', { from, to, when }) + range;
    case 'fallen':
      return t('posture.trend.fallen', { from, to, when }) + range;
    case 'same':
      return t('posture.trend.same', { to, when }) + range;
    case 'unknown-now':
      return t('posture.trend.unknownNow', { from });
    case 'never-known':
      return t('posture.trend.neverKnown', { when });
    default:
      return t('posture.trend.none');
  }
}
