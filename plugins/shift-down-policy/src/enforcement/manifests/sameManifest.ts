import type { RenderedObject } from '../types';
import { canonical } from './canonical';

/** Fields that a definition fills in, with what it fills in. They change nothing. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  background: true,
  reportResult: 'skip',
};

/**
 * Whether what is there is what we wrote. Labels and annotations of others do no harm; in
 * everything else one field more may let something else through, so that it counts.
 * @public
 */
export function sameManifest(
  observed: RenderedObject,
  ours: RenderedObject,
): boolean {
  return (
    holds(observed.metadata.labels, ours.metadata.labels) &&
    holds(observed.metadata.annotations, ours.metadata.annotations) &&
    canonical(contentOf(observed)) === canonical(contentOf(ours))
  );
}

function holds(
  observed: Record<string, string> = {},
  ours: Record<string, string> = {},
): boolean {
  return Object.entries(ours).every(([key, value]) => observed[key] === value);
}

function contentOf({ metadata, status: _, ...rest }: RenderedObject) {
  return {
    ...rest,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    spec: withoutDefaults(rest.spec),
    // Keyed, so that a server may put them into another order.
    ...(Array.isArray(rest.entries) && {
      entries: rest.entries.map(canonical).sort(),
    }),
  };
}

function withoutDefaults(spec: unknown): unknown {
  return typeof spec === 'object' && spec !== null && !Array.isArray(spec)
    ? Object.fromEntries(
        Object.entries(spec).filter(
          ([key, value]) =>
            !Object.hasOwn(DEFAULTS, key) || DEFAULTS[key] !== value,
        ),
      )
    : spec;
}
