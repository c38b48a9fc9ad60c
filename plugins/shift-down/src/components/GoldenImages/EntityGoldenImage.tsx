import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import { ANNOTATION_GOLDEN_IMAGE } from '@shift-down/plugin-shift-down-common';
import { useText } from '../../hooks/useWords';
import { goldenImageRouteRef } from '../../routes';
import { GoldenImageDetail } from './GoldenImageDetail';
import styles from './GoldenImages.module.css';

/** A golden image on the page of the entity that stands for it. */
export function EntityGoldenImage() {
  const t = useText();
  const { entity } = useEntity();
  const linkTo = useRouteRef(goldenImageRouteRef);
  const name = entity.metadata.annotations?.[ANNOTATION_GOLDEN_IMAGE];
  if (!name) {
    return <Text as="p">{t('goldenImages.entity.notGolden')}</Text>;
  }
  return (
    <div className={styles.page}>
      {linkTo && (
        <div>
          <Link href={linkTo({ name })}>{t('goldenImages.detail.full')}</Link>
        </div>
      )}
      <GoldenImageDetail key={name} name={name} />
    </div>
  );
}
