import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { ButtonLink } from '@backstage/ui';
import { RiGitPullRequestLine } from '@remixicon/react';
import type { UpgradeAdvice } from '@shift-down/plugin-shift-down-common/client';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { templateRouteRef } from '../../routes';
import { Quiet } from '../common';
import styles from './SupplyChain.module.css';

/** The template that opens a pull request with the new golden base. */
const TEMPLATE = { namespace: 'default', templateName: 'bump-golden-image' };

interface Bump {
  to: UpgradeAdvice['to'];
  entityRef?: string;
}

/**
 * Leads to the template, filled in; nothing where the portal has no templates, or not
 * this one for the reader.
 */
export function BumpButton(props: Bump) {
  const linkTo = useRouteRef(templateRouteRef);
  return linkTo ? <TemplateLink {...props} href={linkTo(TEMPLATE)} /> : null;
}

function TemplateLink(props: Bump & { href: string }) {
  const t = useText();
  const catalogApi = useApi(catalogApiRef);
  const { namespace, templateName } = TEMPLATE;
  const { result } = useLoad('bump-template', () =>
    catalogApi.getEntityByRef(`template:${namespace}/${templateName}`),
  );
  if (result.status !== 'loaded' || !result.value) {
    return null;
  }
  const formData = JSON.stringify({
    image: props.to.image,
    to: props.to.version,
    ...(props.entityRef && { entityRef: props.entityRef }),
  });
  return (
    <div className={styles.stack}>
      <ButtonLink
        href={`${props.href}?${new URLSearchParams({ formData })}`}
        size="small"
        iconStart={<RiGitPullRequestLine />}
      >
        {t('supplyChain.advice.bump')}
      </ButtonLink>
      <Quiet>{t('supplyChain.advice.bumpHint')}</Quiet>
    </div>
  );
}
