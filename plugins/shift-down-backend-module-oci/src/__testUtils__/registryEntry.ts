import { type RegistryEntry, registryEntrySchema } from '../config/schema';

/** An entry of config for a server on this machine. */
export function registryEntry(host: string, more: object = {}): RegistryEntry {
  const entry = registryEntrySchema.parse({
    type: 'registry',
    host,
    insecure: true,
    recheckSeconds: 0,
    timeoutSeconds: 5,
    ...more,
  });
  if (entry.type !== 'registry') {
    throw new Error('This is no registry');
  }
  return entry;
}
