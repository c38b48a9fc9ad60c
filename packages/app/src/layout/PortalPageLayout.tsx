import {
  BreadcrumbEntry,
  PageLayoutProps,
  useBreadcrumbEntries,
} from '@backstage/frontend-plugin-api';
import { Header, PluginHeader } from '@backstage/ui';
import { useLocation, useResolvedPath } from 'react-router-dom';

/**
 * The frame of a page. Its sub-pages are a navigation of links, as on the pages of
 * entities: the framework's frame makes them tabs that control no panel, which
 * screen readers stumble over.
 */
export function PortalPageLayout(props: PageLayoutProps) {
  const { title, icon, noHeader, titleLink, headerActions, tabs, children } =
    props;
  const base = useResolvedPath('.').pathname.replace(/\/$/, '');
  const { pathname } = useLocation();
  const { items: breadcrumbs } = useBreadcrumbEntries();
  if (noHeader) {
    return <>{children}</>;
  }
  const links = tabs?.map(({ id, label, href }) => ({
    id,
    label,
    href: href.startsWith('/') ? href : `${base}/${href}`,
  }));
  const active = links?.find(
    ({ href }) => pathname === href || pathname.startsWith(`${href}/`),
  );
  const content = (
    <>
      <PluginHeader
        title={title}
        icon={icon}
        titleLink={titleLink}
        breadcrumbs={breadcrumbs}
        customActions={headerActions}
      />
      {links && links.length > 0 && (
        <Header
          title={active?.label ?? title}
          tabs={links}
          activeTabId={active?.id}
        />
      )}
      {children}
    </>
  );
  return title ? (
    <BreadcrumbEntry entry={{ label: title, href: titleLink ?? (base || '/') }}>
      {content}
    </BreadcrumbEntry>
  ) : (
    content
  );
}
