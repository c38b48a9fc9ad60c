/** The Pod Security Standards, evaluated on one object. */
import type { KubernetesObject, Verdict } from '../evaluation';
import { checksOf } from './checksOf';
import {
  effectiveMinor,
  POD_SECURITY_NEWEST_MINOR,
  type PodSecurityStandard,
} from './levels';
import { Pod } from './Pod';
import { podTemplatePath } from './podSpecs';

/** @public */
export interface PodSecurityOptions extends PodSecurityStandard {
  object: KubernetesObject;
  /**
   * Minor version of the API server that is asked: a standard newer than the server is
   * judged by the server's newest. The newest known, when not given.
   */
  serverMinorVersion?: number;
}

/**
 * Judges an object by every check of a level, in the order in which an API server lists
 * them, and by the baseline checks that a restricted one includes: an API server leaves
 * those out, and so does `podSecurityDenial`, but a control may rest on them. Verdicts of
 * a pass are shared between calls and frozen.
 *
 * A Pod is denied for a fail; for the other eight kinds it is advice, since an API server
 * admits them and refuses their Pods. Fields of the wrong type and fields that are
 * withheld make the checks that read them `unknown`. Nothing comes back for other kinds
 * and for `privileged`.
 * {@link https://kubernetes.io/docs/concepts/security/pod-security-standards/}
 * @public
 */
export function evaluatePodSecurity(options: PodSecurityOptions): Verdict[] {
  const {
    object,
    level,
    version,
    serverMinorVersion = POD_SECURITY_NEWEST_MINOR,
  } = options;
  const template = podTemplatePath(object);
  if (!template) {
    return [];
  }
  const effect = template.length ? 'advice' : 'deny';
  const pod = Pod.open(object, serverMinorVersion);
  return checksOf(level, effectiveMinor(version, serverMinorVersion)).map(
    ({ id, check }) => {
      if (typeof pod === 'string') {
        return { ...verdict(id, effect), result: 'unknown', reason: pod };
      }
      const refusal = check(pod);
      const doubt = pod.doubts.take();
      if (doubt) {
        return { ...verdict(id, effect), result: 'unknown', reason: doubt };
      }
      return refusal
        ? { ...verdict(id, effect), result: 'fail', ...refusal }
        : passed(id, effect);
    },
  );
}

type PodSecurityEffect = 'deny' | 'advice';

const passes = {
  deny: new Map<string, Verdict>(),
  advice: new Map<string, Verdict>(),
};

function passed(rule: string, effect: PodSecurityEffect): Verdict {
  let pass = passes[effect].get(rule);
  if (!pass) {
    pass = verdict(rule, effect);
    Object.freeze(pass.violations);
    passes[effect].set(rule, Object.freeze(pass));
  }
  return pass;
}

function verdict(rule: string, effect: PodSecurityEffect): Verdict {
  return {
    evaluator: 'pod-security',
    policy: 'pod-security',
    rule,
    result: 'pass',
    reason: '',
    message: '',
    violations: [],
    effect,
  };
}
