/**
 * Keys of pass counts. Most passes are about a whole subject; what is judged image
 * by image passes for one container, and says nothing about its neighbours.
 */

/** `<control id>`, or `<control id>/<container>` for one container. @public */
export function passKey(controlId: string, component: string): string {
  return component ? `${controlId}/${component}` : controlId;
}

/** Reads {@link passKey} back. @public */
export function parsePassKey(key: string): {
  controlId: string;
  component: string;
} {
  const slash = key.indexOf('/');
  return slash < 0
    ? { controlId: key, component: '' }
    : { controlId: key.slice(0, slash), component: key.slice(slash + 1) };
}
