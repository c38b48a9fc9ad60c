import { Text } from '@backstage/ui';
import type { PostureOverview } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Quiet } from '../common';
import { PostureTable } from '../Fleet/PostureTable';

/** What a system or domain is made of, each with its own posture. */
export function PartsTable(props: { parts: PostureOverview[] }) {
  const t = useText();
  return (
    <section>
      <Text as="h2" variant="title-x-small" weight="bold">
        {t('posture.parts.title')}
      </Text>
      {props.parts.length === 0 ? (
        <Text as="p">{t('posture.parts.empty')}</Text>
      ) : (
        <>
          <Quiet as="p">{t('posture.parts.hint')}</Quiet>
          <PostureTable
            label={t('posture.parts.caption')}
            postures={props.parts}
          />
        </>
      )}
    </section>
  );
}
