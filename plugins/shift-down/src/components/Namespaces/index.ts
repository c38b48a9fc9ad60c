export { NamespacesPage } from './NamespacesPage';
export { opening } from './query';
