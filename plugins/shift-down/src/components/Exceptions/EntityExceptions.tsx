import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Select, Text } from '@backstage/ui';
import { EXCEPTION_PHASES } from '@shift-down/plugin-shift-down-common';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useLoad } from '../../hooks/useLoad';
import { useShiftDownSignal } from '../../hooks/useShiftDownSignal';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { isRollup } from '../../posture';
import { exceptionRequestRouteRef } from '../../routes';
import { LoadFailed, Loading, Pager, Quiet } from '../common';
import { Section } from '../SupplyChain';
import { Downloads } from './Downloads';
import { ExceptionTable } from './ExceptionTable';
import styles from './Exceptions.module.css';

const PAGE_SIZE = 25;
const ANY = 'any';

/** The exceptions of an entity, and what its pipelines can make of them. */
export function EntityExceptions(props: { posture: Posture }) {
  const { entityRef, exceptions } = props.posture;
  const t = useText();
  const form = useRouteRef(exceptionRequestRouteRef);
  return (
    <div className={styles.panel}>
      <div className={styles.top}>
        <Text as="p">
          {exceptions &&
            t('exceptions.entity.summary', {
              active: String(exceptions.active),
              open: String(exceptions.open),
              findings: t('exceptions.entity.findings', {
                count: exceptions.exemptFindings,
              }),
            })}
        </Text>
        {form && !isRollup(props.posture) && (
          <ButtonLink
            size="small"
            variant="secondary"
            href={`${form()}?${new URLSearchParams({ entityRef })}`}
          >
            {t('exceptions.ask')}
          </ButtonLink>
        )}
      </div>
      <List {...props} />
      {!isRollup(props.posture) && <Rules entityRef={entityRef} />}
    </div>
  );
}

function List(props: { posture: Posture }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const pages = useCursorPages(url);
  const { entityRef, assessedAt } = props.posture;
  const phase = EXCEPTION_PHASES.find(id => id === url.get('phase'));
  const query = {
    view: 'all' as const,
    entityRef,
    phase: phase && [phase],
    limit: PAGE_SIZE,
    cursor: url.get('cursor'),
  };
  const { result, reload } = useLoad(
    JSON.stringify([query, assessedAt]),
    () => api.listExceptions(query),
    { keepPrevious: true },
  );
  useShiftDownSignal(reload);
  if (result.status === 'loading') {
    return <Loading label={t('exceptions.loading')} rows={4} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
  }
  const { items, nextCursor } = result.value;
  return (
    <>
      {(items.length > 0 || phase) && (
        <div className={styles.filters}>
          <Select
            size="small"
            label={t('exceptions.filters.phase')}
            options={[
              { id: ANY, label: t('exceptions.filters.any') },
              ...EXCEPTION_PHASES.map(id => ({
                id,
                label: t(`exceptions.phase.${id}`),
              })),
            ]}
            value={phase ?? ANY}
            onChange={value =>
              url.set({
                phase: value === ANY ? undefined : String(value),
                cursor: undefined,
              })
            }
          />
        </div>
      )}
      {items.length === 0 ? (
        <Text as="p">
          {phase ? t('exceptions.empty.filtered') : t('exceptions.entity.none')}
        </Text>
      ) : (
        <>
          <ExceptionTable
            label={t('exceptions.entity.title')}
            exceptions={items}
            ofOneEntity={!isRollup(props.posture)}
            stale={result.refreshing}
          />
          <Pager pages={pages} nextCursor={nextCursor} />
        </>
      )}
    </>
  );
}

/** Files for scanners in the entity's pipelines. */
function Rules(props: { entityRef: string }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { entityRef } = props;
  return (
    <Section title={t('exceptions.downloads.rules')}>
      <Quiet as="p">{t('exceptions.downloads.rulesHint')}</Quiet>
      <Downloads
        label={t('exceptions.downloads.rules')}
        documents={[
          {
            name: t('exceptions.downloads.trivy'),
            fileName: '.trivyignore.yaml',
            type: 'application/yaml',
            load: () => api.getIgnoreRules('trivy', { entityRef }),
          },
          {
            name: t('exceptions.downloads.grype'),
            fileName: '.grype.yaml',
            type: 'application/yaml',
            load: () => api.getIgnoreRules('grype', { entityRef }),
          },
          {
            name: t('exceptions.downloads.openvex'),
            fileName: 'openvex.json',
            type: 'application/json',
            load: () => api.getIgnoreRules('openvex', { entityRef }),
          },
        ]}
      />
    </Section>
  );
}
