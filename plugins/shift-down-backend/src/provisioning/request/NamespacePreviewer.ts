/** What would be made of a request, and what speaks against it. */
import type { ProvisioningDelivery } from '@shift-down/plugin-shift-down-common';
import {
  quotaUseOf,
  type NamespaceRequest,
  type ObjectPreview,
  type QuotaUse,
  type RequestProblem,
} from '@shift-down/plugin-shift-down-policy';
import { describeError } from '../../collection/describeError';
import type { ClusterPlaces } from '../ClusterPlaces';
import type { ProvisioningRequester } from '../requester';
import type { Guardrails } from './Guardrails';
import type { NamespaceRenderer } from './NamespaceRenderer';
import type { RequestJudge } from './RequestJudge';
import type { NameStanding, Standing } from './Standing';

/** What would be made, and what speaks against it. @internal */
export interface NamespacePlan {
  baselineVersion: string;
  delivery: ProvisioningDelivery;
  /** None where the request can't be made into objects. */
  objects: ObjectPreview[];
  problems: RequestProblem[];
  /** Sentences for people; they keep nothing from being made. */
  warnings: string[];
  quota: QuotaUse[];
  needsException: boolean;
  /** Why it is not known what guardrails say. */
  guardrailsUnknown?: string;
}

/** With these a request can still be shown as objects. */
const SHOWABLE: readonly RequestProblem['code'][] = [
  'prefix',
  'reserved',
  'taken',
  'environment',
  'quota',
  'system',
];

/** Stands where the number of the record will: only the cluster is told that one. */
const PLACEHOLDER_ID = '00000000-0000-0000-0000-000000000000';

/** @internal */
export interface PreviewOptions {
  /** What is there is to be taken over: it may be, and be called anything. */
  adopts?: boolean;
}

/** @internal */
export interface NamespacePreviewerOptions {
  places: ClusterPlaces;
  judge: RequestJudge;
  renderer: NamespaceRenderer;
  standing: Standing;
  guardrails: Guardrails;
}

/** @internal */
export class NamespacePreviewer {
  readonly #options: NamespacePreviewerOptions;

  constructor(options: NamespacePreviewerOptions) {
    this.#options = options;
  }

  async preview(
    request: NamespaceRequest,
    requester: ProvisioningRequester,
    { adopts = false }: PreviewOptions = {},
  ): Promise<NamespacePlan> {
    const { judge, places } = this.#options;
    const against = (problems: RequestProblem[]) =>
      problems.filter(({ code }) => !adopts || code !== 'prefix');
    const first = await judge.judge(request, requester, {});
    const rule = places.ruleOf(request.cluster);
    const plan: NamespacePlan = {
      baselineVersion: request.baselineVersion ?? '',
      delivery: rule?.delivery ?? 'cluster',
      objects: [],
      problems: against(first.problems),
      warnings: [],
      quota: [],
      needsException: request.podSecurity !== 'restricted',
    };
    // Whether a name is taken is told to those who may have it, and to nobody else.
    const mayLook = first.problems.every(it => SHOWABLE.includes(it.code));
    if (!rule || !mayLook) {
      return plan;
    }
    const place = await this.#lookAt(request, requester, adopts);
    plan.warnings.push(...place.warnings);
    const { facts, problems } = await judge.judge(request, requester, {
      ...(place.uid !== undefined && { clusterUid: place.uid }),
      ...(place.isTaken !== undefined && { isTaken: place.isTaken }),
    });
    plan.problems = against(problems);
    plan.quota = quotaUseOf(request, facts.rules, facts.others);
    await this.#show(request, place, plan);
    return plan;
  }

  async #lookAt(
    request: NamespaceRequest,
    { mayManage }: ProvisioningRequester,
    adopts: boolean,
  ): Promise<{ uid?: string; warnings: string[] } & NameStanding> {
    const { places, standing } = this.#options;
    const rule = places.ruleOf(request.cluster);
    if (!rule) {
      return { warnings: [] };
    }
    try {
      const place = await places.identify(rule);
      return {
        ...(await standing.of(request, place, adopts)),
        uid: place.uid,
        // They are about credentials, and so for whoever gives them.
        warnings: mayManage ? place.open?.capabilities.warnings ?? [] : [],
      };
    } catch (error) {
      return { warnings: [describeError(error)] };
    }
  }

  async #show(
    request: NamespaceRequest,
    { isTaken, uid, ...standing }: { uid?: string } & NameStanding,
    plan: NamespacePlan,
  ): Promise<void> {
    const { guardrails, renderer } = this.#options;
    const row = isTaken === undefined ? standing.row : undefined;
    const { baseline, objects } = await renderer.render(request, {
      id: PLACEHOLDER_ID,
      podSecurity:
        request.podSecurity === 'restricted'
          ? 'restricted'
          : row?.applied_level ?? 'restricted',
      version: request.baselineVersion ?? row?.baseline_version,
    });
    const judged = await guardrails.judge(objects, uid ?? '');
    plan.baselineVersion = baseline.version;
    plan.objects = judged.objects;
    if (judged.unknown !== undefined) {
      plan.guardrailsUnknown = judged.unknown;
    }
  }
}
