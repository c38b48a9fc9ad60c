import { useApi } from '@backstage/frontend-plugin-api';
import { Select, Text } from '@backstage/ui';
import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading } from '../common';
import { AdviceView } from '../SupplyChain';
import styles from './GoldenImages.module.css';

const NEWEST = 'newest';

/** What moving between two releases changes; both are in the URL. */
export function ReleaseAdvice(props: { image: GoldenImageDetail }) {
  const t = useText();
  const url = useUrlState();
  const { name, releaseList } = props.image;
  const releases = releaseList.map(({ version }) => ({
    id: version,
    label: version,
  }));
  const from = url.get('from');
  const to = url.get('to');
  return (
    <>
      <div className={styles.filters}>
        <Select
          size="small"
          label={t('goldenImages.advice.from')}
          placeholder={t('goldenImages.advice.choose')}
          options={releases}
          value={from ?? null}
          onChange={value =>
            url.set({ from: value ? String(value) : undefined })
          }
        />
        <Select
          size="small"
          label={t('goldenImages.advice.to')}
          options={[
            { id: NEWEST, label: t('goldenImages.advice.newest') },
            ...releases,
          ]}
          value={to ?? NEWEST}
          onChange={value =>
            url.set({ to: value === NEWEST ? undefined : String(value) })
          }
        />
      </div>
      {from ? (
        <Comparison key={`${from}/${to}`} name={name} from={from} to={to} />
      ) : (
        <Text as="p">{t('goldenImages.advice.choose')}</Text>
      )}
    </>
  );
}

function Comparison(props: { name: string; from: string; to?: string }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { name, from, to } = props;
  const { result, reload } = useLoad(JSON.stringify([name, from, to]), () =>
    api.getUpgradeAdvice(name, { from, to }),
  );
  switch (result.status) {
    case 'loading':
      return <Loading label={t('goldenImages.advice.loading')} rows={3} />;
    case 'failed':
      return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
    default:
      return <AdviceView advice={result.value} />;
  }
}
