export {
  isAdmissionInput,
  prepareAdmissionInput,
} from './prepareAdmissionInput';
export { resourceOf } from './resourceOf';
export * from './types';
