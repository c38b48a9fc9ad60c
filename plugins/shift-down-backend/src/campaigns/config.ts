/** `shiftDown.campaigns` */
import { z } from 'zod';

/** @internal */
export const campaignsSchema = z
  .strictObject({
    sourceLocations: z.enum(['confirmed', 'annotations']).default('confirmed'),
    followSeconds: z.number().int().min(1).max(86_400).default(120),
    buildArguments: z.record(z.string(), z.string()).default({}),
  })
  .prefault({});

/** @internal */
export interface CampaignsConfig {
  /** Whether an entity may name a repository that it was not read from. */
  sourceLocations: 'confirmed' | 'annotations';
  /** An open pull request is looked at so often. */
  followSeconds: number;
  /** What all builds are given. */
  buildArguments: Record<string, string>;
}
