export { EntityExceptions } from './EntityExceptions';
export { ExceptionsPage } from './ExceptionsPage';
