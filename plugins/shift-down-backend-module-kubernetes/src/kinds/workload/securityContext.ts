/** What Pods and containers say of their privileges: refused if it is wrong. */
import { z } from 'zod';
import { objectWith, text, withheld } from '../forms';
import { identifier } from '../object';
import { sharedValue } from '../shared';

/** @internal */
export const optional = <T extends z.ZodType>(type: T) => type.nullish();
/** @internal */
export const flag = optional(z.boolean());
/** @internal */
export const id = optional(z.number().int());
/** @internal */
export const word = optional(identifier());

const profile = optional(z.object({ type: word, localhostProfile: word }));

/** Of Pods and of containers; each uses a part of it. @internal */
export const securityContext = optional(
  objectWith(
    {
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
        objectWith(
          { hostProcess: flag, runAsUserName: word },
          { gmsaCredentialSpec: withheld, gmsaCredentialSpecName: withheld },
        ),
      ),
    },
    { seLinuxChangePolicy: text, supplementalGroupsPolicy: text },
  ),
).transform(sharedValue);
