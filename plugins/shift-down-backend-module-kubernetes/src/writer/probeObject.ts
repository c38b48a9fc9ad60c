/** Asks whether an object would be admitted, in a dry run. */
import type {
  ClusterManifest,
  ClusterWriterOptions,
  ProbeOutcome,
} from '@shift-down/plugin-shift-down-node';
import { isError } from '@backstage/errors';
import type { ApiClient } from './ApiClient';
import { probePath } from './kinds';
import { throwUnlessRefused } from './refusal';

/** @internal */
export async function probeObject(
  client: ApiClient,
  manifest: ClusterManifest,
  options: ClusterWriterOptions,
): Promise<ProbeOutcome> {
  const { apiVersion, kind, metadata } = manifest;
  const { name, namespace = '' } = metadata;
  const path = probePath({ apiVersion, kind, namespace, name });
  if (path === undefined) {
    return unavailable(`${kind} of ${apiVersion} is not tried in dry runs.`);
  }
  try {
    const answer = await client.ask(
      `${path.collection}?dryRun=All&fieldManager=shift-down`,
      manifest,
      options,
    );
    const { status, reason, message } = answer;
    // Admission comes before the look for one of the same name.
    if (status < 300 || reason === 'AlreadyExists') {
      return { outcome: 'admitted' };
    }
    if (status === 404) {
      return unavailable(message);
    }
    const asked = { role: 'prober', verb: 'create', path };
    await throwUnlessRefused(client, answer, asked, options);
    return { outcome: 'refused', message };
  } catch (error) {
    options.signal.throwIfAborted();
    return unavailable(isError(error) ? error.message : 'No answer.');
  }
}

function unavailable(reason: string): ProbeOutcome {
  return { outcome: 'unavailable', reason };
}
