/** Asks whether an object would be admitted, in a dry run. */
import type {
  ClusterManifest,
  ClusterWriterOptions,
  ProbeOutcome,
} from '@shift-down/plugin-shift-down-node';
import { isError } from '@backstage/errors';
import type { Answer, ApiClient } from './ApiClient';
import { probePath } from './probedKinds';
import { throwUnlessRefused } from './refusal';

/** @internal */
export type TrialAnswer =
  /** `body` is unset where one of the same name is there: admission comes first. */
  | { outcome: 'admitted'; body?: unknown }
  | { outcome: 'refused'; answer: Answer }
  | { outcome: 'unavailable'; reason: string };

/** Never throws but for the signal. @internal */
export async function tryCreation(
  client: ApiClient,
  manifest: ClusterManifest,
  options: ClusterWriterOptions,
): Promise<TrialAnswer> {
  const { apiVersion, kind, metadata } = manifest;
  const { name, namespace = '' } = metadata;
  try {
    const path = probePath({ apiVersion, kind, namespace, name });
    if (path === undefined) {
      return unavailable(`${kind} of ${apiVersion} is not tried in dry runs.`);
    }
    const answer = await client.ask(
      `${path.collection}?dryRun=All&fieldManager=shift-down`,
      manifest,
      options,
    );
    if (answer.status < 300) {
      return { outcome: 'admitted', body: answer.body };
    }
    if (answer.reason === 'AlreadyExists') {
      return { outcome: 'admitted' };
    }
    if (answer.status === 404) {
      return unavailable(answer.message);
    }
    await throwUnlessRefused(client, answer, { verb: 'create', path }, options);
    return { outcome: 'refused', answer };
  } catch (error) {
    options.signal.throwIfAborted();
    return unavailable(isError(error) ? error.message : 'No answer.');
  }
}

/** @internal */
export async function probeObject(
  client: ApiClient,
  manifest: ClusterManifest,
  options: ClusterWriterOptions,
): Promise<ProbeOutcome> {
  const tried = await tryCreation(client, manifest, options);
  switch (tried.outcome) {
    case 'admitted':
      return { outcome: 'admitted' };
    case 'refused':
      return { outcome: 'refused', message: tried.answer.message };
    default:
      return tried;
  }
}

function unavailable(reason: string): TrialAnswer {
  return { outcome: 'unavailable', reason };
}
