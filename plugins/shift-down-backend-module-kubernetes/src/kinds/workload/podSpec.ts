/**
 * The allow-list: what of a Pod's specification is kept. Neither environment nor
 * arguments, commands, headers or the contents of volumes are, only that they are there.
 */
import {
  POD_VOLUME_TYPES,
  WITHHELD,
} from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import {
  alike,
  flag as anyFlag,
  harmlessText,
  listOf,
  map,
  number,
  objectWith,
  text,
  textOrNumber,
  withheld,
  words,
  type Form,
} from '../forms';
import { identifier } from '../object';
import { shared } from '../shared';
import { container } from './container';
import { flag, optional, securityContext, word } from './securityContext';

/** Of some volumes more is kept than their type: nobody hides anything in these fields. */
const VOLUME_SOURCES: Record<string, Form> = {
  emptyDir: map({ medium: text, sizeLimit: textOrNumber }),
  hostPath: map({ path: harmlessText, type: text }),
};

const VOLUME_TYPES = new Set(POD_VOLUME_TYPES);

/** A volume by name and type. One of a type that is new to us is marked. */
const volume = z
  .looseObject({ name: identifier() })
  .transform(({ name, ...sources }) => {
    const kept: Record<string, unknown> = { name: shared(name) };
    for (const [type, source] of Object.entries(sources)) {
      if (source !== null) {
        const known = VOLUME_TYPES.has(type);
        kept[known ? type : WITHHELD] = known
          ? (VOLUME_SOURCES[type] ?? withheld)(source)
          : WITHHELD;
      }
    }
    return kept;
  });

const tolerations = listOf(
  map({
    effect: text,
    key: text,
    operator: text,
    tolerationSeconds: number,
    value: text,
  }),
);

/** @internal */
export const podSpecSchema = objectWith(
  {
    automountServiceAccountToken: flag,
    containers: z.array(container),
    ephemeralContainers: optional(z.array(container)),
    hostIPC: flag,
    hostNetwork: flag,
    hostPID: flag,
    hostUsers: flag,
    initContainers: optional(z.array(container)),
    os: optional(z.object({ name: word })),
    runtimeClassName: word,
    securityContext,
    serviceAccountName: word,
    volumes: optional(z.array(volume)),
  },
  {
    activeDeadlineSeconds: number,
    affinity: withheld,
    dnsConfig: withheld,
    dnsPolicy: text,
    enableServiceLinks: anyFlag,
    hostAliases: withheld,
    hostname: text,
    hostnameOverride: text,
    imagePullSecrets: withheld,
    nodeName: withheld,
    nodeSelector: words,
    overhead: withheld,
    preemptionPolicy: text,
    priority: number,
    priorityClassName: text,
    readinessGates: withheld,
    resourceClaims: withheld,
    resources: withheld,
    restartPolicy: text,
    schedulerName: text,
    schedulingGates: withheld,
    schedulingGroup: withheld,
    serviceAccount: text,
    setHostnameAsFQDN: anyFlag,
    shareProcessNamespace: anyFlag,
    subdomain: text,
    terminationGracePeriodSeconds: number,
    tolerations: alike(tolerations),
    topologySpreadConstraints: withheld,
    workloadRef: withheld,
  },
);

/** @internal */
export type PodSpec = z.infer<typeof podSpecSchema>;
