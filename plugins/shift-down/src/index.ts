/**
 * Security posture in the Backstage portal.
 *
 * @packageDocumentation
 */
export { shiftDownPlugin as default } from './plugin';
export { shiftDownApiRef } from './api';
