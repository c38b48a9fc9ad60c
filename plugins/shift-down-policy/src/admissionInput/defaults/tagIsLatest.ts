import type { JsonValue } from '../../evaluation/kubernetesObject';

const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const HOST =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::\d+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST =
  /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const IDENTIFIER = /^[a-f0-9]{64}$/;

/**
 * Whether an image is pulled by the tag `latest`, written or implied. A reference that
 * can't be parsed has no tag.
 */
export function tagIsLatest(image: JsonValue | undefined): boolean {
  if (typeof image !== 'string' || IDENTIFIER.test(image)) {
    return false;
  }
  const at = image.indexOf('@');
  const name = at < 0 ? image : image.slice(0, at);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const repository = colon < 0 ? name : name.slice(0, colon);
  const tag = colon < 0 ? undefined : name.slice(colon + 1);
  if (
    !isRepository(repository) ||
    (tag !== undefined && !TAG.test(tag)) ||
    (at >= 0 && !DIGEST.test(image.slice(at + 1)))
  ) {
    return false;
  }
  return tag === undefined ? at < 0 : tag === 'latest';
}

function isRepository(repository: string): boolean {
  const [first, ...rest] = repository.split('/');
  const hasHost =
    rest.length > 0 &&
    (/[.:]/.test(first) || first === 'localhost' || /[A-Z]/.test(first));
  const path = hasHost ? rest : [first, ...rest];
  return (!hasHost || HOST.test(first)) && path.every(it => PATH.test(it));
}
