import { Alert, Text } from '@backstage/ui';
import type {
  EnforcementPlan,
  ExceptionPreview,
} from '@shift-down/plugin-shift-down-common/client';
import { messageOf } from '../../api/errors';
import type { Load } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { Loading } from '../common';
import { Section } from '../SupplyChain';
import { RadiusView } from './RadiusView';
import { Wider } from './ScopeView';
import { useExceptionWords } from './useExceptionWords';
import styles from './Exceptions.module.css';

/** What a request would reach, what engines would be told, and why it would be refused. */
export function PreviewView(props: {
  preview: Load<ExceptionPreview | undefined>;
}) {
  const t = useText();
  const { preview } = props;
  return (
    <div className={styles.block} aria-busy={preview.status === 'loading'}>
      <Section title={t('exceptions.form.preview.title')}>
        {preview.status === 'loading' && (
          <Loading label={t('exceptions.form.preview.loading')} rows={3} />
        )}
        {preview.status === 'failed' && (
          <Alert
            role="alert"
            status="danger"
            icon
            title={t('exceptions.form.preview.failed')}
            description={messageOf(preview.error)}
          />
        )}
        {preview.status === 'loaded' &&
          (preview.value ? (
            <Known preview={preview.value} />
          ) : (
            <Text as="p">{t('exceptions.form.preview.incomplete')}</Text>
          ))}
      </Section>
    </div>
  );
}

function Known(props: { preview: ExceptionPreview }) {
  const t = useText();
  const { problems, radius, enforcement } = props.preview;
  return (
    <>
      {/* It is said aloud when it changes, which typing alone does not show. */}
      <div role="status">
        {problems.length > 0 && (
          <Alert
            status="warning"
            icon
            title={t('exceptions.form.preview.problems')}
            description={
              <ul className={styles.list}>
                {problems.map(problem => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            }
          />
        )}
      </div>
      <RadiusView radius={radius} beyondOwn />
      <Text as="h4" variant="body-medium" weight="bold">
        {t('exceptions.form.preview.engines')}
      </Text>
      {enforcement.length === 0 ? (
        <Text as="p">{t('exceptions.form.preview.noEngine')}</Text>
      ) : (
        <ul className={styles.plain}>
          {enforcement.map(plan => (
            <li key={`${plan.cluster} ${plan.target}`} className={styles.stack}>
              <Plan plan={plan} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Plan(props: { plan: EnforcementPlan }) {
  const t = useText();
  const words = useExceptionWords();
  const { cluster, target, delivery, portalOnly, warnings, effectiveScope } =
    props.plan;
  const who = { target: words.target(target), cluster };
  const wider = effectiveScope?.wider ?? [];
  return (
    <>
      <Text as="p">
        {portalOnly
          ? t('exceptions.form.preview.portalOnly', { ...who, why: portalOnly })
          : t('exceptions.form.preview.plan', {
              ...who,
              how: t(`exceptions.detail.engines.deliveries.${delivery}`),
            })}
      </Text>
      {warnings?.map(warning => (
        <Text as="p" key={warning}>
          {warning}
        </Text>
      ))}
      {wider.length > 0 && <Wider sentences={wider} />}
    </>
  );
}
