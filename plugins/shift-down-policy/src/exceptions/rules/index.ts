export { NOBODY } from './persons';
export type { Refusal } from './refusal';
export { whyNotBreakGlass } from './whyNotBreakGlass';
export { problemsOfContent, type ContentContext } from './whyNotContent';
export { whyNotDecide } from './whyNotDecide';
export { whyNotMeant } from './whyNotMeant';
