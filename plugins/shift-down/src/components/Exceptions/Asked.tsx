import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { ExceptionDetail } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { exceptionRouteRef } from '../../routes';
import { EntityLink, ExternalLink, formatDay } from '../common';
import { Facts, Section } from '../SupplyChain';
import { AskedAt, ReviewClock, Until } from './Labels';
import { Said } from './Said';
import { useExceptionWords } from './useExceptionWords';
import styles from './Exceptions.module.css';

/** What is asked for, for what, until when and why. */
export function Asked(props: { exception: ExceptionDetail }) {
  const t = useText();
  const words = useExceptionWords();
  const linkTo = useRouteRef(exceptionRouteRef);
  const { exception } = props;
  const { ticket, renews, requester, falsePositive } = exception;
  return (
    <div className={styles.block}>
      <Section title={t('exceptions.detail.asked')}>
        <Facts
          facts={[
            [
              t('exceptions.detail.what'),
              words.expectation(exception.expectation),
            ],
            [
              t('exceptions.detail.entity'),
              <EntityLink entityRef={exception.entityRef} />,
            ],
            [t('exceptions.detail.where'), words.scope(exception.scope)],
            [
              t('exceptions.detail.type'),
              t(`exceptions.type.${exception.type}`),
            ],
            [
              t('exceptions.detail.category'),
              words.category(exception.category),
            ],
            [t('exceptions.detail.from'), formatDay(exception.from)],
            [
              t('exceptions.detail.until'),
              <Until exception={{ ...exception, endedAt: undefined }} />,
            ],
            [
              t('exceptions.detail.endedAt'),
              exception.endedAt && formatDay(exception.endedAt),
            ],
            [
              t('exceptions.detail.requested'),
              <div className={styles.stack}>
                {requester.userRef ? (
                  <EntityLink entityRef={requester.userRef} />
                ) : (
                  t('exceptions.nobody')
                )}
                <AskedAt exception={exception} />
              </div>,
            ],
            [
              t('exceptions.detail.due'),
              exception.reviewDueAt && <ReviewClock exception={exception} />,
            ],
            [
              t('exceptions.detail.ticket'),
              ticket && <ExternalLink href={ticket}>{ticket}</ExternalLink>,
            ],
            [
              t('exceptions.detail.renews'),
              renews && linkTo && (
                <Link href={linkTo({ id: renews })}>
                  {t('exceptions.detail.renewsLink')}
                </Link>
              ),
            ],
          ]}
        />
      </Section>
      <Section title={t('exceptions.detail.justification')}>
        <Said>{exception.justification}</Said>
      </Section>
      <Section title={t('exceptions.detail.controls')}>
        {exception.compensatingControls ? (
          <Said>{exception.compensatingControls}</Said>
        ) : (
          <Text as="p">{t('exceptions.detail.noControls')}</Text>
        )}
      </Section>
      {falsePositive && (
        <Section title={t('exceptions.detail.falsePositive')}>
          <Text as="p">{words.justification(falsePositive.justification)}</Text>
          <Said>{falsePositive.evidence}</Said>
        </Section>
      )}
    </div>
  );
}
