export { namesPolicy } from './namesPolicy';
export { renderProbe, renderProbes } from './renderProbe';
