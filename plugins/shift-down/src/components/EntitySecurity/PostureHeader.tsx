import { Flex, Text } from '@backstage/ui';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { formatShare } from '../../posture';
import { GradeBadge, Time, Quiet } from '../common';
import { Counts } from './Counts';
import { ShareByArea, ShareByResponsibility } from './Shares';
import { Trend } from './Trend';
import styles from './EntitySecurity.module.css';

/** Grade, score and coverage, how they developed and whose job the rest is. */
export function PostureHeader(props: { posture: Posture }) {
  const t = useText();
  const { posture } = props;
  return (
    <section className={styles.header} aria-label={t('posture.title')}>
      <div className={styles.summary}>
        <GradeBadge grade={posture.grade} size="large" />
        <Flex direction="column" gap="1">
          <Text as="h2" variant="title-small" weight="bold">
            {t(`words.grade.${posture.grade}`)}
          </Text>
          <Text as="p" variant="body-large">
            {posture.score === undefined
              ? t('posture.grade.noScore')
              : t('posture.grade.score', {
                  score: String(posture.score),
                })}
          </Text>
          <Text as="p" variant="body-medium">
            {t('posture.grade.coverage', {
              share: formatShare(posture.coverage),
            })}
          </Text>
          <Counts {...posture} />
          {posture.notApplicable > 0 && (
            <Quiet as="p">
              {t('posture.counts.notApplicable', {
                count: posture.notApplicable,
              })}
            </Quiet>
          )}
          {Boolean(posture.exceptions?.exemptFindings) && (
            <Quiet as="p">
              {t('exceptions.entity.header', {
                count: posture.exceptions?.exemptFindings ?? 0,
              })}
            </Quiet>
          )}
          {posture.assessedAt && (
            <Quiet as="p">
              {t('posture.grade.assessed')} <Time at={posture.assessedAt} />
            </Quiet>
          )}
        </Flex>
      </div>
      <Trend points={posture.trend} isWhole={posture.parts.length > 0} />
      <div className={styles.shares}>
        <ShareByArea posture={posture} />
        <ShareByResponsibility posture={posture} />
      </div>
    </section>
  );
}
