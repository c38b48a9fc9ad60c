export { WorkloadsView } from './WorkloadsView';
