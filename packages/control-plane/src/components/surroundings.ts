import type { ManagedProcessOptions } from '../processes/ManagedProcess';

/** What the components share. */
export interface Surroundings {
  directory: string;
  process: Pick<ManagedProcessOptions, 'guard' | 'readyWithinMs'>;
}

export function featureGates(gates: Record<string, boolean> = {}): string[] {
  const pairs = Object.entries(gates).map(([name, on]) => `${name}=${on}`);
  return pairs.length > 0 ? [`--feature-gates=${pairs.join(',')}`] : [];
}
