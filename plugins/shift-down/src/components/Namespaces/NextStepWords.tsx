import type { NamespaceReadiness } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { nextStep } from './readiness';

/** What to do next, in a line. */
export function NextStepWords(props: { readiness: NamespaceReadiness }) {
  const t = useText();
  const next = nextStep(props.readiness);
  switch (next.step) {
    case 'enforce':
    case 'pin':
      return (
        <span>
          {t(`namespaces.next.${next.step}`, {
            level: t(`namespaces.level.${next.level}`),
          })}
        </span>
      );
    case 'fix':
      return (
        <span>
          {t('namespaces.next.fix', {
            count: next.count,
            level: t(`namespaces.level.${next.level}`),
          })}
        </span>
      );
    default:
      return <span>{t(`namespaces.next.${next.step}`)}</span>;
  }
}
