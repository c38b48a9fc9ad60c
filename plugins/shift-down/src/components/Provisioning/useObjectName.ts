import { useText } from '../../hooks/useWords';

/** A Kubernetes object as people speak of it. */
export function useObjectName(): (object: {
  kind: string;
  name: string;
}) => string {
  const t = useText();
  return ({ kind, name }) => t('provisioning.drift.object', { kind, name });
}
