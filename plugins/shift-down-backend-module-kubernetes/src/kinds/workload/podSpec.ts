/**
 * The allow-list: what of a Pod's specification is kept. Neither environment nor
 * arguments, commands, probes, annotations or the contents of volumes are.
 */
import { z } from 'zod';
import { identifier } from '../object';

const optional = <T extends z.ZodType>(type: T) => type.nullish();
const flag = optional(z.boolean());
const id = optional(z.number().int());
const word = optional(identifier());

const profile = optional(z.object({ type: word, localhostProfile: word }));

/** Of Pods and of containers; each uses a part of it. */
const securityContext = optional(
  z.object({
    allowPrivilegeEscalation: flag,
    appArmorProfile: profile,
    capabilities: optional(
      z.object({
        add: optional(z.array(identifier())),
        drop: optional(z.array(identifier())),
      }),
    ),
    fsGroup: id,
    fsGroupChangePolicy: word,
    privileged: flag,
    procMount: word,
    readOnlyRootFilesystem: flag,
    runAsGroup: id,
    runAsNonRoot: flag,
    runAsUser: id,
    seLinuxOptions: optional(
      z.object({ level: word, role: word, type: word, user: word }),
    ),
    seccompProfile: profile,
    supplementalGroups: optional(z.array(z.number().int())),
    sysctls: optional(z.array(z.object({ name: word, value: word }))),
    windowsOptions: optional(
      z.object({ hostProcess: flag, runAsUserName: word }),
    ),
  }),
);

const quantities = optional(
  z.record(identifier(), z.union([identifier(), z.number()])),
);

const container = z.object({
  name: identifier(),
  image: identifier(512).optional().default(''),
  ports: optional(
    z.array(
      z.object({
        name: word,
        containerPort: id,
        hostPort: id,
        protocol: word,
      }),
    ),
  ),
  resources: optional(z.object({ requests: quantities, limits: quantities })),
  restartPolicy: word,
  securityContext,
});

/** A volume by name and type; what it holds or points to is left out. */
const volume = z
  .looseObject({ name: identifier() })
  .transform(({ name, ...source }) => ({
    name,
    ...Object.fromEntries(
      Object.keys(source)
        .slice(0, 1)
        .map(type => [type.slice(0, 63), {}]),
    ),
  }));

/** @internal */
export const podSpecSchema = z.object({
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
});

/** @internal */
export type PodSpec = z.infer<typeof podSpecSchema>;
