import { z } from 'zod';
import { flag, listOf, number, objectWith, text, withheld } from '../forms';
import { identifier, objectSchema } from '../object';
import { optional, word, words } from '../resource/schema';

const port = optional(z.union([z.number().int(), identifier()]));

/** @internal */
export const serviceSchema = objectSchema.extend({
  kind: z.literal('Service'),
  spec: objectWith(
    {
      externalIPs: words(),
      loadBalancerSourceRanges: words(),
      ports: optional(
        z.array(
          objectWith(
            {
              name: word,
              nodePort: optional(z.number().int()),
              port,
              protocol: word,
              targetPort: port,
            },
            { appProtocol: text },
          ),
        ),
      ),
      selector: optional(z.record(identifier(512), identifier())),
      type: word,
    },
    {
      allocateLoadBalancerNodePorts: flag,
      clusterIP: text,
      clusterIPs: listOf(text),
      externalName: text,
      externalTrafficPolicy: text,
      healthCheckNodePort: number,
      internalTrafficPolicy: text,
      ipFamilies: listOf(text),
      ipFamilyPolicy: text,
      loadBalancerClass: text,
      loadBalancerIP: text,
      publishNotReadyAddresses: flag,
      sessionAffinity: text,
      sessionAffinityConfig: withheld,
      trafficDistribution: text,
    },
  ),
});
