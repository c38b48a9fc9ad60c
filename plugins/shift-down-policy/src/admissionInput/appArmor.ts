/** The annotation that once named a container's AppArmor profile becomes the field. */
import type { JsonObject, JsonValue } from '../evaluation/kubernetesObject';
import { ensureMap, mapIn, mapsIn } from './defaults/fields';

const PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const LOCALHOST = 'localhost/';
const FIELD_SINCE = 30;

export function syncAppArmor(pod: JsonObject, minorVersion: number): void {
  const spec = mapIn(pod, 'spec');
  const annotations = mapIn(mapIn(pod, 'metadata'), 'annotations');
  if (
    minorVersion < FIELD_SINCE ||
    !spec ||
    !annotations ||
    mapIn(spec, 'os')?.name === 'windows'
  ) {
    return;
  }
  const ofPod = mapIn(mapIn(spec, 'securityContext'), 'appArmorProfile');
  for (const field of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of mapsIn(spec, field)) {
      const profile = profileOf(annotations[`${PREFIX}${container.name}`]);
      const present = mapIn(
        mapIn(container, 'securityContext'),
        'appArmorProfile',
      );
      if (profile && !present && !equal(profile, ofPod)) {
        ensureMap(container, 'securityContext').appArmorProfile = profile;
      }
    }
  }
}

function profileOf(annotation: JsonValue | undefined): JsonObject | undefined {
  if (annotation === 'unconfined') {
    return { type: 'Unconfined' };
  }
  if (annotation === 'runtime/default') {
    return { type: 'RuntimeDefault' };
  }
  if (typeof annotation !== 'string' || !annotation.startsWith(LOCALHOST)) {
    return undefined;
  }
  const localhostProfile = annotation.slice(LOCALHOST.length);
  return localhostProfile.trim() === localhostProfile && localhostProfile !== ''
    ? { type: 'Localhost', localhostProfile }
    : undefined;
}

function equal(left: JsonObject, right: JsonObject | undefined): boolean {
  return (
    left.type === right?.type &&
    left.localhostProfile === right?.localhostProfile
  );
}
