import { Alert, Text } from '@backstage/ui';
import type { NamespacePreview } from '@shift-down/plugin-shift-down-common/client';
import { ObjectList, Problems } from '../components/Provisioning';
import { useText } from '../hooks/useWords';
import { QuotaUse } from './QuotaUse';
import { Verdicts } from './Verdicts';
import styles from './scaffolder.module.css';

/** What would be made, what speaks against it, and what it takes. */
export function PreviewView(props: { preview: NamespacePreview }) {
  const t = useText();
  const { preview } = props;
  const { objects, problems, warnings, quota, guardrailsUnknown } = preview;
  return (
    <>
      <Problems
        title={t('provisioning.preview.problems')}
        problems={problems}
      />
      {preview.needsException && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('provisioning.preview.exception.title')}
          description={t('provisioning.preview.exception.text')}
        />
      )}
      {warnings.length > 0 && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('provisioning.preview.warnings')}
          description={
            <ul className={styles.warnings}>
              {warnings.map(warning => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          }
        />
      )}
      {guardrailsUnknown && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('provisioning.preview.guardrailsUnknown')}
          description={guardrailsUnknown}
        />
      )}
      {quota.length > 0 && <QuotaUse quota={quota} />}
      {objects.length > 0 && (
        <div className={styles.section}>
          <Text as="h4" variant="body-medium" weight="bold">
            {t('provisioning.preview.objects')}
          </Text>
          <Text as="p">
            {t('provisioning.preview.ready', {
              count: objects.length,
              version: preview.baselineVersion,
            })}
            {'. '}
            {t(`provisioning.preview.delivery.${preview.delivery}`)}
          </Text>
          <ObjectList
            label={t('provisioning.preview.objects')}
            objects={objects}
            standing={({ verdicts }) => (
              <Verdicts
                verdicts={verdicts}
                areUnknown={Boolean(guardrailsUnknown)}
              />
            )}
          />
        </div>
      )}
    </>
  );
}
