export { FindingPanel } from './FindingPanel';
export { FindingsView } from './FindingsView';
