import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { isRollup } from '../../posture';
import { ControlsView } from '../Controls';
import { EntityExceptions } from '../Exceptions';
import { FindingsView, FindingPanel } from '../Findings';
import { ImagesView } from '../Images';
import { SourcesView } from '../Sources';
import { WorkloadsView } from '../Workloads';
import styles from './EntitySecurity.module.css';

const VIEWS = [
  'policies',
  'images',
  'controls',
  'workloads',
  'exceptions',
  'sources',
] as const;

type View = (typeof VIEWS)[number];

function isView(value: string | undefined): value is View {
  return VIEWS.some(view => view === value);
}

/** Filters that belong to one view and are dropped when leaving it. */
const VIEW_PARAMETERS = [
  'text',
  'severity',
  'area',
  'responsibility',
  'result',
  'control',
  'policy',
  'cluster',
  'namespace',
  'group',
  'sort',
  'cursor',
  'image',
  'fixable',
  'layer',
  'overdue',
  'suppressed',
  'exempt',
  'phase',
  'type',
  'finding',
];

/** The sub-tabs of an entity's security; which one is open is in the URL. */
export function SecurityViews(props: { posture: Posture }) {
  const t = useText();
  const url = useUrlState();
  const { posture } = props;
  const asked = url.get('view');
  const view: View = isView(asked) ? asked : 'policies';
  return (
    <>
      <Tabs
        selectedKey={view}
        onSelectionChange={key =>
          url.set({
            ...Object.fromEntries(
              VIEW_PARAMETERS.map(name => [name, undefined]),
            ),
            view: String(key),
          })
        }
      >
        <TabList aria-label={t('posture.views.label')}>
          {VIEWS.map(id => (
            <Tab key={id} id={id}>
              <ViewName view={id} posture={posture} />
            </Tab>
          ))}
        </TabList>
        <TabPanel id="policies" className={styles.panel}>
          <FindingsView posture={posture} />
        </TabPanel>
        <TabPanel id="images" className={styles.panel}>
          <ImagesView posture={posture} />
        </TabPanel>
        <TabPanel id="controls" className={styles.panel}>
          <ControlsView posture={posture} />
        </TabPanel>
        <TabPanel id="workloads" className={styles.panel}>
          <WorkloadsView posture={posture} />
        </TabPanel>
        <TabPanel id="exceptions" className={styles.panel}>
          <EntityExceptions posture={posture} />
        </TabPanel>
        <TabPanel id="sources" className={styles.panel}>
          <SourcesView posture={posture} />
        </TabPanel>
      </Tabs>
      <FindingPanel
        entityRef={isRollup(posture) ? undefined : posture.entityRef}
      />
    </>
  );
}

/** The name of a view, with how many exceptions there are to see in theirs. */
function ViewName(props: { view: View; posture: Posture }) {
  const t = useText();
  const { view, posture } = props;
  const name = t(`posture.views.${view}`);
  const { active = 0, open = 0 } = posture.exceptions ?? {};
  return (
    <>
      {view === 'exceptions' && active + open > 0
        ? t('exceptions.view.counted', { name, number: String(active + open) })
        : name}
    </>
  );
}
