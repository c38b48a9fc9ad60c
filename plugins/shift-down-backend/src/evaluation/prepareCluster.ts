/** What is the same for all objects of a cluster, worked out once and handed over. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import {
  EVALUATION_VERSION,
  POD_SECURITY_NEWEST_MINOR,
} from '@shift-down/plugin-shift-down-policy';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { StoredSurroundings } from '../database/operations/evaluation/loadSurroundings';
import type { EvaluationConfig } from './config';
import type { Evaluator } from './Evaluator';
import { surroundingsText } from './inputs';

/** @internal */
export interface PreparedCluster {
  uid: string;
  /** What the evaluator knows it by. */
  key: string;
  /** Changes with anything that is the same for all objects. */
  hash: string;
  /** In words, what can't be evaluated as it is written. */
  problems: string[];
  /** Kinds of which not every object is known, and why. */
  incomplete: Partial<Record<SourceKind, string>>;
  /** What the cluster and its sources said of themselves, to tell when that changes. */
  state: string;
  /**
   * Inputs that could not be evaluated, by object and with the reason: what a thread died
   * of once need not kill the next one.
   */
  refused: Map<string, { inputHash: string; reason: string }>;
}

/** Of the package whose evaluators these are. */
const { version } = JSON.parse(
  readFileSync(
    resolvePackagePath('@shift-down/plugin-shift-down-policy', 'package.json'),
    'utf8',
  ),
);

/** @internal */
export async function prepareCluster(
  state: {
    uid: string;
    kubernetesVersion: string | null;
    incomplete: Partial<Record<SourceKind, string>>;
  },
  surroundings: StoredSurroundings,
  {
    key,
    config,
    controls,
    evaluator,
    networkPolicyProvider,
    trusted,
  }: {
    key: string;
    config: EvaluationConfig;
    controls: { version: string };
    evaluator: Evaluator;
    networkPolicyProvider?: string;
    trusted: readonly string[];
  },
): Promise<PreparedCluster> {
  const minorVersion = minorOf(state.kubernetesVersion);
  const text = surroundingsText(surroundings, {
    minorVersion,
    podSecurityVersion: config.podSecurityVersion ?? `v1.${minorVersion}`,
    networkPolicyProvider,
    trusted,
  });
  const unreadable = [...surroundings.unreadable].map(kind => [
    kind,
    `Some ${kind} could not be read`,
  ]);
  return {
    uid: state.uid,
    key,
    hash: createHash('sha256')
      .update(
        JSON.stringify([version, EVALUATION_VERSION, controls.version, text]),
      )
      .digest('hex'),
    problems: await evaluator.prepare(key, text),
    incomplete: { ...Object.fromEntries(unreadable), ...state.incomplete },
    state: JSON.stringify(state),
    refused: new Map(),
  };
}

/**
 * The newest known where the source does not say, or says what nobody knows here.
 * @internal
 */
export function minorOf(kubernetesVersion: string | null): number {
  const minor = /^v1\.(\d+)/.exec(kubernetesVersion ?? '')?.[1];
  return Math.min(
    minor === undefined ? POD_SECURITY_NEWEST_MINOR : Number(minor),
    POD_SECURITY_NEWEST_MINOR,
  );
}
