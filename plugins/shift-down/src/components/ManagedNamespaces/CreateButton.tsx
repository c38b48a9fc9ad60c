import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { ButtonLink } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { templateRouteRef } from '../../routes';

/** The template that makes a namespace. */
const TEMPLATE = { namespace: 'default', templateName: 'secure-namespace' };

/** Leads to the template; nothing where there is none for the reader. */
export function CreateButton() {
  const linkTo = useRouteRef(templateRouteRef);
  return linkTo ? <TemplateLink href={linkTo(TEMPLATE)} /> : null;
}

function TemplateLink(props: { href: string }) {
  const t = useText();
  const catalogApi = useApi(catalogApiRef);
  const { namespace, templateName } = TEMPLATE;
  const { result } = useLoad('namespace-template', () =>
    catalogApi.getEntityByRef(`template:${namespace}/${templateName}`),
  );
  return result.status === 'loaded' && result.value ? (
    <ButtonLink href={props.href} size="small" iconStart={<RiAddLine />}>
      {t('managedNamespaces.create')}
    </ButtonLink>
  ) : null;
}
