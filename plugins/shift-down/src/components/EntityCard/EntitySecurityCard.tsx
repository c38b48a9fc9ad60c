import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { formatShare, isClean } from '../../posture';
import {
  GradeBadge,
  LoadFailed,
  Loading,
  SeverityLabel,
  useEntitySecurityLink,
} from '../common';
import { Counts } from '../EntitySecurity/Counts';
import { usePosture } from '../EntitySecurity/usePosture';
import { CardState } from './CardState';

/** An entity's posture in short, for its overview. */
export function EntitySecurityCard() {
  const t = useText();
  const { entity } = useEntity();
  const { result, reload } = usePosture(entity);
  const linkTo = useEntitySecurityLink();
  const entityRef = stringifyEntityRef(entity);
  return (
    <Card>
      <CardHeader>
        <Text as="h2" variant="title-x-small" weight="bold">
          {t('overview.card.title')}
        </Text>
      </CardHeader>
      <CardBody>
        {result.status === 'loading' && (
          <Loading label={t('posture.loading')} rows={3} />
        )}
        {result.status === 'failed' && (
          <LoadFailed error={result.error} onRetry={reload} as="h3" />
        )}
        {result.status === 'loaded' && (
          <Flex direction="column" gap="3">
            {result.value.state === 'assessed' && (
              <Summary posture={result.value} />
            )}
            <CardState posture={result.value} />
          </Flex>
        )}
      </CardBody>
      {result.status === 'loaded' && (
        <CardFooter>
          <Link href={linkTo(entityRef)}>{t('overview.card.details')}</Link>
        </CardFooter>
      )}
    </Card>
  );
}

function Summary(props: { posture: Posture }) {
  const t = useText();
  const { posture } = props;
  return (
    <>
      <Flex gap="3" align="center">
        <GradeBadge grade={posture.grade} size="large" />
        <Flex direction="column" gap="1">
          <Text weight="bold">{t(`words.grade.${posture.grade}`)}</Text>
          <Text>
            {posture.score === undefined
              ? t('posture.grade.noScore')
              : t('posture.grade.score', {
                  score: String(posture.score),
                })}
          </Text>
          <Text variant="body-small">
            {t('posture.grade.coverage', {
              share: formatShare(posture.coverage),
            })}
          </Text>
        </Flex>
      </Flex>
      <Counts {...posture} />
      <WorstFinding posture={posture} />
    </>
  );
}

function WorstFinding(props: { posture: Posture }) {
  const t = useText();
  const linkTo = useEntitySecurityLink();
  const { worstFinding, entityRef, coverage } = props.posture;
  if (!worstFinding) {
    return (
      <Text as="p" variant="body-small">
        {isClean(props.posture)
          ? t('overview.card.clean')
          : t('overview.card.noWorst', { share: formatShare(coverage) })}
      </Text>
    );
  }
  return (
    <div>
      <Text as="h3" variant="body-small" weight="bold">
        {t('overview.card.worst')}
      </Text>
      <Flex gap="2" align="center">
        <SeverityLabel severity={worstFinding.severity} />
        <Link href={linkTo(entityRef, { finding: worstFinding.id })}>
          {worstFinding.title}
        </Link>
      </Flex>
    </div>
  );
}
