import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarSpace,
  useSidebarOpenState,
} from '@backstage/core-components';
import { NavContentComponentProps } from '@backstage/plugin-app-react';
import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import {
  RiMenuLine,
  RiNotification3Line,
  RiSettings3Line,
} from '@remixicon/react';
import { LogoMark, LogoWithName } from './Logo';
import { Link } from 'react-router-dom';
import styles from './PortalSidebar.module.css';

function HomeLink() {
  const { isOpen } = useSidebarOpenState();
  return (
    <Link to="/" className={styles.home} aria-label="Shift Down">
      {isOpen ? <LogoWithName /> : <LogoMark />}
    </Link>
  );
}

/** The number is part of the name, for those who hear it. */
function renderNotifications(item: {
  unreadCount: number;
  to: string;
  onClick: () => void;
}) {
  const { unreadCount, to, onClick } = item;
  return (
    <SidebarItem
      icon={() => <RiNotification3Line />}
      to={to}
      onClick={onClick}
      hasNotifications={unreadCount > 0}
      text={
        unreadCount > 0 ? `Notifications (${unreadCount})` : 'Notifications'
      }
    />
  );
}

/** Catalog and Security first, whatever else is installed after, settings last. */
export function PortalSidebar({ navItems }: NavContentComponentProps) {
  const items = navItems.withComponent(({ icon, href, title }) => (
    <SidebarItem icon={() => icon} to={href} text={title} />
  ));
  const catalog = items.take('page:catalog');
  const security = items.take('page:shift-down');
  const settings = items.take('page:user-settings');
  // Each entity's page links to its own graph.
  items.take('page:catalog-graph');
  // Below, with the number of those that are not read yet.
  items.take('page:notifications');

  return (
    <Sidebar>
      <HomeLink />
      <SidebarDivider />
      <SidebarGroup label="Menu" icon={<RiMenuLine />}>
        {catalog}
        {security}
        {items.rest({ sortBy: 'title' })}
      </SidebarGroup>
      <SidebarSpace />
      <SidebarDivider />
      <NotificationsSidebarItem renderItem={renderNotifications} />
      <SidebarGroup label="Settings" icon={<RiSettings3Line />} to="/settings">
        {settings}
      </SidebarGroup>
    </Sidebar>
  );
}
