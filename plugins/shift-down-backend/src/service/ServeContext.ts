import type { Control } from '@shift-down/plugin-shift-down-common';
import type { MaxAges } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { CatalogueReader } from '../images/CatalogueReader';
import type { SourceTests } from '../collection/SourceTests';
import type { Clock } from '../database/DatabaseClock';

/** What answering a request needs besides the request. @internal */
export interface ServeContext {
  database: Knex;
  /** The one that all replicas share. */
  clock: Clock;
  /** The catalogue of controls as config leaves it. */
  controls: readonly Control[];
  /** What confirms claims; `annotations` means that nothing does. */
  trust: 'namespace-owner' | 'annotations';
  /** For how long evidence of a kind can be believed. */
  maxAge: MaxAges;
  /** Label of a Namespace that names the group which owns it. */
  ownerLabel: string;
  /** What enforces network policies, by the name of the cluster, where config says so. */
  networkPolicyProviders: ReadonlyMap<string, string | undefined>;
  /** The control that one of our own checks bears on, if any. */
  controlOf(check: { policy: string; rule: string }): Control | undefined;
  /** Golden images as they are known now. */
  catalogues: Pick<CatalogueReader, 'current'>;
  /** Whether config asks for anything to be known of images. */
  looksAtImages: boolean;
  /** Whether an advisory is on the list of known exploited ones. */
  isKnownExploited(advisory: string): boolean;
  /** Assesses an entity at once, because its posture has run out. */
  assessNow(entityRef: string): Promise<unknown>;
  /** Mirrors an entity that the catalog has and the mirror has not yet. */
  mirrorNow(entityRef: string): Promise<unknown>;
  /** Tests sources, for those who may. */
  sourceTests: Pick<SourceTests, 'isTestable' | 'run'>;
}
