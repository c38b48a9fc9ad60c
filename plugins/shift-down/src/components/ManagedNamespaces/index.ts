export { EntityManagedNamespace } from './EntityManagedNamespace';
export { ManagedNamespacesPage } from './ManagedNamespacesPage';
export { NamespaceManagement } from './NamespaceManagement';
