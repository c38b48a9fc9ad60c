import { useApi } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Tab,
  TabList,
  TabPanel,
  Tabs,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import type { ExceptionPage } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useLoad, type Load } from '../../hooks/useLoad';
import { useShiftDownSignal } from '../../hooks/useShiftDownSignal';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, Pager } from '../common';
import { DecidingIsOff } from './DecidingIsOff';
import { ExceptionFilters } from './ExceptionFilters';
import { ExceptionTable } from './ExceptionTable';
import { NoExceptions } from './NoExceptions';
import { exceptionsQuery, hasFilters, VIEWS, viewOf, type View } from './query';
import { Reports } from './Reports';
import { useSettings } from './useSettings';
import styles from './Exceptions.module.css';

const REFRESH_SECONDS = 30;

/** A page, and the view that it is of. */
interface Answer {
  view: View;
  page: ExceptionPage;
}

/** The reader's own exceptions, those to decide, and all; a tab each, with its count. */
export function ExceptionLists() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const view = viewOf(url);
  const query = exceptionsQuery(url);
  const { result, reload } = useLoad<Answer>(
    JSON.stringify(query),
    async () => ({ view, page: await api.listExceptions(query) }),
    { keepPrevious: true, refreshSeconds: () => REFRESH_SECONDS },
  );
  useShiftDownSignal(reload);
  const settings = useSettings().result;
  const known = settings.status === 'loaded' ? settings.value : undefined;
  const counts =
    result.status === 'loaded' ? result.value.page.counts : undefined;
  return (
    <>
      <VisuallyHidden>
        <h2>{t('exceptions.caption')}</h2>
      </VisuallyHidden>
      <DecidingIsOff reason={known?.decidingIsOff} />
      <Tabs
        selectedKey={view}
        onSelectionChange={key =>
          url.set({
            view: key === 'mine' ? undefined : String(key),
            report: undefined,
            sort: undefined,
            cursor: undefined,
          })
        }
      >
        <TabList aria-label={t('exceptions.view.label')}>
          {VIEWS.map(id => (
            <Tab key={id} id={id}>
              <TabName view={id} counts={counts} />
            </Tab>
          ))}
        </TabList>
        {VIEWS.map(id => (
          <TabPanel key={id} id={id} className={styles.panel}>
            {id === 'all' && <Reports />}
            <ExceptionFilters url={url} />
            <List
              result={result}
              reload={reload}
              view={id}
              mayDecide={known?.mayDecide}
            />
          </TabPanel>
        ))}
      </Tabs>
    </>
  );
}

function TabName(props: { view: View; counts?: ExceptionPage['counts'] }) {
  const t = useText();
  const { view, counts } = props;
  switch (view) {
    case 'mine':
      return <>{counted(t('exceptions.view.mine'), counts?.mine)}</>;
    case 'to-decide':
      return <>{counted(t('exceptions.view.toDecide'), counts?.toDecide)}</>;
    default:
      return <>{t('exceptions.view.all')}</>;
  }

  function counted(name: string, number?: number) {
    return number
      ? t('exceptions.view.counted', { name, number: String(number) })
      : name;
  }
}

function List(props: {
  result: Load<Answer>;
  reload: () => void;
  view: View;
  mayDecide?: boolean;
}) {
  const t = useText();
  const url = useUrlState();
  const pages = useCursorPages(url);
  const { result, reload, view, mayDecide } = props;
  // Rows of another view, or their absence, would be taken for those of this one.
  if (
    result.status === 'loading' ||
    (result.status === 'loaded' && result.value.view !== view)
  ) {
    return <Loading label={t('exceptions.loading')} rows={6} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
  }
  const { items, totalItems, nextCursor } = result.value.page;
  return (
    <>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('exceptions.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <Text as="p" role="status">
        {!result.refreshing &&
          items.length > 0 &&
          t('exceptions.total', { count: totalItems })}
      </Text>
      {items.length === 0 ? (
        <NoExceptions
          view={view}
          filtered={hasFilters(url)}
          mayDecide={mayDecide}
        />
      ) : (
        <>
          <ExceptionTable exceptions={items} stale={result.refreshing} />
          <Pager pages={pages} nextCursor={nextCursor} />
        </>
      )}
    </>
  );
}
