import { defaultEntityPresentation } from '@backstage/plugin-catalog-react';
import { Button, Select } from '@backstage/ui';
import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';
import type { UrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { hasFilters, NO_FILTERS, USER_STATES } from './query';
import styles from './GoldenImages.module.css';

/** Filters of who stands on a golden image; releases, so as to try what retiring hits. */
export function UserFilters(props: {
  image: GoldenImageDetail;
  url: UrlState;
}) {
  const t = useText();
  const { image, url } = props;
  const options = {
    version: image.releaseList.map(({ version }) => ({
      id: version,
      label: version,
    })),
    owner: [
      ...new Set([
        ...(image.owners ?? []).map(({ ownerRef }) => ownerRef),
        ...url.getAll('owner'),
      ]),
    ]
      .filter(Boolean)
      .map(ownerRef => ({
        id: ownerRef,
        label: defaultEntityPresentation(ownerRef).primaryTitle,
      })),
    state: USER_STATES.map(state => ({
      id: state,
      label: t(`goldenImages.users.state.${state}`),
    })),
  };
  return (
    <div
      role="search"
      aria-label={t('goldenImages.users.filters.label')}
      className={styles.filters}
    >
      {(['version', 'owner', 'state'] as const).map(filter => (
        <Select
          key={filter}
          size="small"
          label={t(`goldenImages.users.filters.${filter}`)}
          placeholder={t('goldenImages.users.filters.any')}
          selectionMode="multiple"
          options={options[filter]}
          value={url.getAll(filter)}
          onChange={values =>
            url.set({
              [filter]: [values ?? []].flat().map(String),
              cursor: undefined,
            })
          }
        />
      ))}
      {hasFilters(url) && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => url.set(NO_FILTERS)}
        >
          {t('goldenImages.users.filters.clear')}
        </Button>
      )}
    </div>
  );
}
