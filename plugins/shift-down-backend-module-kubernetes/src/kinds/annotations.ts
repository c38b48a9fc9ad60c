/** Which annotations are kept of objects that policies judge. */
import { ANNOTATION_PROVISIONING } from '@shift-down/plugin-shift-down-common';
import {
  POD_SECURITY_ANNOTATIONS,
  WITHHELD,
} from '@shift-down/plugin-shift-down-policy';
import { isIdentifier } from './fields';

const SWITCH = /^(true|false|enabled|disabled|ingress)$/;
const PROFILE =
  /^(runtime\/default|docker\/default|unconfined|localhost\/[\w./-]{1,253})?$/;

/** Those that policies commonly read, with the form in which they are no secret. */
const KEPT: Record<string, RegExp> = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': SWITCH,
  'linkerd.io/inject': SWITCH,
  'prometheus.io/scrape': SWITCH,
  'sidecar.istio.io/inject': SWITCH,
  // Which of our records a Namespace was made for.
  [ANNOTATION_PROVISIONING]: /^[0-9a-f-]{36}$/,
};

/** Added by programs to nearly everything: known to be there, whatever they say. */
const BOOKKEEPING = new Set([
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubectl.kubernetes.io/restartedAt',
  'meta.helm.sh/release-name',
  'meta.helm.sh/release-namespace',
]);

const MAX_NAME = 512;

/**
 * The annotations that may be kept, and a mark if there are others. Those that the Pod
 * Security Standards read are always among them.
 * @internal
 */
export function keptAnnotations(
  annotations: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(annotations)) {
    const form = formOf(name);
    if (form) {
      kept[name] = form.test(value) ? value : WITHHELD;
    } else if (BOOKKEEPING.has(name)) {
      kept[name] = WITHHELD;
    } else {
      kept[WITHHELD] = WITHHELD;
    }
  }
  return kept;
}

function formOf(name: string): RegExp | undefined {
  const isOfPodSecurity = POD_SECURITY_ANNOTATIONS.some(it =>
    name.startsWith(it),
  );
  if (isOfPodSecurity && isIdentifier(name, MAX_NAME)) {
    return PROFILE;
  }
  return Object.hasOwn(KEPT, name) ? KEPT[name] : undefined;
}
