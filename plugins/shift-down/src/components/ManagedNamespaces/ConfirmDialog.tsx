import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import type { ManagedNamespace } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { RepairPlan } from './RepairPlan';
import { UpgradePlan } from './UpgradePlan';
import styles from './ManagedNamespaces.module.css';

/** What is not done before somebody has seen what it does. */
export type ConfirmedAction = 'repair' | 'upgrade' | 'forget';

/** Says what will be done, and does nothing until that is confirmed. */
export function ConfirmDialog(props: {
  action: ConfirmedAction;
  namespace: ManagedNamespace;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const t = useText();
  const { action, namespace, onConfirm, onClose } = props;
  const version = namespace.currentVersion;
  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width="44rem">
      <DialogHeader>
        {t(`managedNamespaces.actions.confirm.${action}`, { version })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.section}>
          {action === 'repair' && <RepairPlan namespace={namespace} />}
          {action === 'upgrade' && <UpgradePlan namespace={namespace} />}
          {action === 'forget' && (
            <Text as="p">
              {t('managedNamespaces.actions.confirm.forgetText')}
            </Text>
          )}
          {action !== 'forget' && namespace.delivery === 'pull-request' && (
            <Text as="p">
              {t('managedNamespaces.actions.confirm.repairPullRequest')}
            </Text>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('managedNamespaces.actions.cancel')}
        </Button>
        <Button onPress={onConfirm}>
          {t(`managedNamespaces.actions.${action}`, { version })}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
