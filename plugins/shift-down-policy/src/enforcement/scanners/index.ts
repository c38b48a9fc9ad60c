export { renderGrypeIgnore } from './renderGrypeIgnore';
export { renderOpenVex, type OpenVexOptions } from './renderOpenVex';
export { renderTrivyIgnore } from './renderTrivyIgnore';
