export { availableActions, type AvailableAction } from './availableActions';
export { changeException } from './changeException';
export * from './clock';
export * from './ignoreFiles';
export {
  breakGlass,
  importException,
  requestException,
  type ImportContext,
  type RequestContext,
} from './makeException';
export { contentAfter } from './moves/contentAfter';
export * from './record';
export * from './register';
export * from './rules';
export {
  TRANSITIONS,
  type Transition,
  type TransitionRole,
} from './transitions';
export * from './types';
