import { Alert } from '@backstage/ui';
import type {
  ManagedNamespace,
  ManagedNamespaceAction,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { nextStep, type NextStep } from './standing';

const STATUS = {
  gone: 'warning',
  proposed: 'info',
  applying: 'info',
  partial: 'danger',
  drifted: 'danger',
  behind: 'info',
  unknown: 'warning',
  unread: 'warning',
  done: 'success',
} as const satisfies Record<NextStep, string>;

/** Steps that somebody else takes where the reader may not. */
const ACTION: Partial<Record<NextStep, ManagedNamespaceAction>> = {
  gone: 'forget',
  partial: 'repair',
  drifted: 'repair',
  behind: 'upgrade',
};

/** What to do next, in the words of who may do it or of who has to ask. */
export function NextSteps(props: { namespace: ManagedNamespace }) {
  const t = useText();
  const { namespace } = props;
  const step = nextStep(namespace);
  const action = ACTION[step];
  const text = action
    ? t(
        `managedNamespaces.next.${step as 'gone'}.${
          namespace.actions.includes(action) ? 'may' : 'ask'
        }`,
      )
    : t(`managedNamespaces.next.${step as 'done'}.text`);
  return (
    <Alert
      role="status"
      status={STATUS[step]}
      icon
      title={t(`managedNamespaces.next.${step}.title`)}
      description={namespace.reason ? `${namespace.reason} ${text}` : text}
    />
  );
}
