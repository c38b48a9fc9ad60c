export { EntityExceptions } from './EntityExceptions';
export { ExceptionsPage } from './ExceptionsPage';
export { ExemptLabel, FindingExceptions } from './FindingExceptions';
