import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type {
  AdoptionPlan,
  NamespaceRequest,
} from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, Quiet, Snippet } from '../common';
import { DriftList, Problems } from '../Provisioning';
import { Section } from '../SupplyChain';
import { AdoptButton } from './AdoptButton';
import { AdoptionObjects } from './AdoptionObjects';
import { Cut } from './Cut';

/** What of the baseline is there, what is missing, and what adopting would mean. */
export function Compared(props: { request: NamespaceRequest }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { request } = props;
  const { result, reload } = useLoad(
    JSON.stringify(request),
    () => api.previewAdoption(request),
    { keepPrevious: true },
  );
  if (result.status === 'loading') {
    return <Loading label={t('adoption.loading')} rows={8} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
  }
  const plan = result.value;
  const missing = plan.objects.filter(({ state }) => state === 'missing');
  return (
    <>
      {result.refreshError && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('states.failed.title')}
          description={messageOf(result.refreshError)}
        />
      )}
      <div role="status">
        {result.refreshing ? (
          <Quiet>{t('adoption.loading')}</Quiet>
        ) : (
          <Summary plan={plan} />
        )}
      </div>
      <Problems title={t('adoption.problems')} problems={plan.problems} />
      <AdoptButton
        plan={plan}
        request={request}
        isDisabled={result.refreshing}
      />
      <Section title={t('adoption.objects')}>
        <AdoptionObjects objects={plan.objects} />
      </Section>
      {plan.undone.length > 0 && (
        <Section title={t('adoption.undone.title')}>
          <Text as="p">{t('adoption.undone.text')}</Text>
          <DriftList label={t('adoption.undone.title')} drift={plan.undone} />
        </Section>
      )}
      <Section title={t('adoption.cut.title')}>
        <Cut plan={plan} />
      </Section>
      {missing.length > 0 && (
        <Section title={t('adoption.manifests.title')}>
          <Text as="p">{t('adoption.manifests.text')}</Text>
          <Snippet label={t('adoption.manifests.label')}>
            {missing.map(({ yaml }) => yaml.trim()).join('\n---\n')}
          </Snippet>
        </Section>
      )}
    </>
  );
}

/** "9 of 11 met; not met: No traffic but what is allowed, Quota". */
function Summary(props: { plan: AdoptionPlan }) {
  const t = useText();
  const { met, total, baselineVersion, objects } = props.plan;
  const missing = objects
    .filter(({ state }) => state !== 'met')
    .map(({ title }) => title);
  const words = t('adoption.met', {
    met: String(met),
    total: String(total),
    version: baselineVersion,
  });
  return (
    <Text as="p" variant="body-large" weight="bold">
      {missing.length > 0
        ? t('adoption.missing', { met: words, missing: missing.join(', ') })
        : t('adoption.all', { met: words })}
    </Text>
  );
}
