/**
 * Evidence from Kubernetes clusters for the Shift Down backend.
 *
 * @packageDocumentation
 */
export { shiftDownModuleKubernetes as default } from './module';
