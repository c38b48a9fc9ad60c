import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Link, Text } from '@backstage/ui';
import {
  RiArrowUpCircleLine,
  RiBookOpenLine,
  RiCheckboxCircleFill,
  RiHistoryLine,
} from '@remixicon/react';
import type {
  BaselineList,
  BaselineSummary,
} from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { managedNamespacesRouteRef } from '../../routes';
import { Label, LoadFailed, Loading, Quiet, StateMessage } from '../common';
import { BaselineChanges, ControlReferences } from '../Provisioning';
import styles from './Baselines.module.css';

const REFRESH_SECONDS = 60;

/** Versions of the baseline, newest first: what is in each, what is new, who is on it. */
export function Versions() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { result, reload } = useLoad('baselines', () => api.listBaselines(), {
    refreshSeconds: () => REFRESH_SECONDS,
  });
  if (result.status === 'loading') {
    return <Loading label={t('baselines.loading')} rows={6} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
  }
  const { items, problems } = result.value;
  return (
    <>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('baselines.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <Unreadable problems={problems} />
      {items.length === 0 ? (
        <StateMessage
          icon={RiBookOpenLine}
          tone="warning"
          title={t('baselines.empty.title')}
          as="h3"
        >
          <Text as="p">{t('baselines.empty.text')}</Text>
        </StateMessage>
      ) : (
        <>
          <Behind items={items} />
          <ul
            aria-label={t('baselines.versions.title')}
            className={styles.versions}
          >
            {items.map((baseline, index) => (
              <li key={baseline.version}>
                <Version
                  baseline={baseline}
                  isFirst={index === items.length - 1}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Unreadable(props: { problems: string[] }) {
  const t = useText();
  return props.problems.length === 0 ? null : (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('baselines.problems')}
      description={
        <ul>
          {props.problems.map(problem => (
            <li key={problem} className={styles.breakable}>
              {problem}
            </li>
          ))}
        </ul>
      }
    />
  );
}

/** How many are behind, with the way to them. */
function Behind(props: { items: BaselineList['items'] }) {
  const t = useText();
  const list = useRouteRef(managedNamespacesRouteRef);
  const behind = props.items
    .filter(({ isCurrent }) => !isCurrent)
    .reduce((total, { namespaces }) => total + namespaces, 0);
  if (behind === 0) {
    return <Text as="p">{t('baselines.versions.upToDate')}</Text>;
  }
  const words = t('baselines.versions.behind', { count: behind });
  return (
    <div className={styles.title}>
      <Label icon={RiArrowUpCircleLine} tone="warning">
        {list ? <Link href={`${list()}?behind=true`}>{words}</Link> : words}
      </Label>
    </div>
  );
}

function Version(props: { baseline: BaselineSummary; isFirst: boolean }) {
  const t = useText();
  const list = useRouteRef(managedNamespacesRouteRef);
  const { baseline, isFirst } = props;
  const { version, isCurrent, notes, namespaces, objects, changes } = baseline;
  const on = t('baselines.versions.namespaces', { count: namespaces });
  return (
    <article aria-label={version} className={styles.version}>
      <div className={styles.title}>
        <Text as="h4" variant="body-large" weight="bold">
          {version}
        </Text>
        {isCurrent ? (
          <Label icon={RiCheckboxCircleFill} tone="success">
            {t('baselines.versions.current')}
          </Label>
        ) : (
          <Label icon={RiHistoryLine} tone="neutral">
            {t('baselines.versions.older')}
          </Label>
        )}
        <Quiet>
          {t('baselines.versions.podSecurity', {
            version: baseline.podSecurityVersion,
          })}
        </Quiet>
      </div>
      {notes && <Text as="p">{notes}</Text>}
      <Text as="p">
        {namespaces > 0 && list ? (
          <Link
            href={`${list()}?${new URLSearchParams({ baseline: version })}`}
          >
            {on}
          </Link>
        ) : (
          (namespaces > 0 && on) || t('baselines.versions.none')
        )}
      </Text>
      {changes.length > 0 ? (
        <details className={styles.fold} open={isCurrent}>
          <summary>{t('baselines.versions.changes')}</summary>
          <div className={styles.folded}>
            <BaselineChanges
              label={t('baselines.versions.changes')}
              changes={changes}
            />
          </div>
        </details>
      ) : (
        <Quiet as="p">
          {isFirst
            ? t('baselines.versions.first')
            : t('baselines.versions.noChanges')}
        </Quiet>
      )}
      <details className={styles.fold}>
        <summary>
          {t('baselines.versions.objects', { count: objects.length })}
        </summary>
        <ul
          aria-label={t('baselines.versions.objectsOf', { version })}
          className={styles.objects}
        >
          {objects.map(({ id, title, controls }) => (
            <li key={id}>
              {title}
              <ControlReferences controls={controls} />
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}
