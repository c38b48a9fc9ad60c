import { useApi } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import { shiftDownApiRef } from '../../api';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading } from '../common';
import { FindingDetails } from './FindingDetails';
import styles from './FindingPanel.module.css';

/**
 * A side panel with the finding that the URL names; closing it is going back to the list.
 * `entityRef`: the entity that it is looked at from, if it is one by itself.
 */
export function FindingPanel(props: { entityRef?: string }) {
  const url = useUrlState();
  const id = url.get('finding');
  return (
    <Dialog
      className={styles.panel}
      isOpen={Boolean(id)}
      onOpenChange={open => !open && url.set({ finding: undefined })}
    >
      {id && <PanelContent id={id} entityRef={props.entityRef} />}
    </Dialog>
  );
}

function PanelContent(props: { id: string; entityRef?: string }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { result, reload } = useLoad(props.id, () => api.getFinding(props.id));
  return (
    <>
      <DialogHeader>
        {result.status === 'loaded'
          ? result.value.title
          : t('findings.detail.title')}
      </DialogHeader>
      <DialogBody>
        {result.status === 'loading' && (
          <Loading label={t('findings.detail.loading')} />
        )}
        {result.status === 'failed' && (
          <LoadFailed error={result.error} onRetry={reload} as="h3" />
        )}
        {result.status === 'loaded' && (
          <FindingDetails finding={result.value} entityRef={props.entityRef} />
        )}
      </DialogBody>
    </>
  );
}
