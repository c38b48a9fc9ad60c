/** What registries say about the images that workloads run, as results of policies. */
import {
  imageId,
  imageResults,
  imageVersion,
  matchesRepository,
  unknownAssessment,
  type ImageExpectations,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import {
  loadJudgements,
  selectNamespacesOfChangedImages,
  type StoredJudgement,
} from '../database/operations/images/loadJudgements';
import type { ContainerRow } from '../database/tables';
import type { CatalogueReader } from './CatalogueReader';
import { looksAtImages, type ImagesConfig } from './config';
import type {
  DerivedChanges,
  DerivedEvidencePass,
  DerivedEvidenceProvider,
  ImageDerivedEvidence,
  ImageWorkload,
} from './derivedEvidence';

/** Rows may be committed a little after the moment that they carry. */
const LOOK_BACK_MILLISECONDS = 30_000;
/** Expectations change without a moment of their own. */
const EVERYWHERE_MILLISECONDS = 10 * 60_000;
/** A judgement that has run out is renewed within seconds, unless nobody can. */
const OVERDUE_MILLISECONDS = 10 * 60_000;

const NOT_YET = unknownAssessment('It has not been inspected yet');
const OVERDUE = unknownAssessment(
  'What was made of it has run out, and it has not been judged again',
);

/** @internal */
export interface RegistryEvidenceOptions {
  database: Knex;
  clock: Clock;
  catalogues: CatalogueReader;
  config: Pick<ImagesConfig, 'goldenImages' | 'registries'>;
}

/** @internal */
export class RegistryEvidence implements DerivedEvidenceProvider {
  readonly kind = 'Registry';
  readonly enabled: boolean;
  readonly #options: RegistryEvidenceOptions;

  constructor(options: RegistryEvidenceOptions) {
    this.#options = options;
    this.enabled = looksAtImages(options.config);
  }

  async changedSince(
    clusterUid: string,
    cursor: string | undefined,
  ): Promise<DerivedChanges> {
    const { catalogues, clock, database } = this.#options;
    const now = clock.now();
    const [asked, everywhere, expected] = (cursor ?? '').split(' ');
    // Rules that golden images bring along say of whom signatures are expected.
    const { version } = await catalogues.current(now);
    const isOld = !(
      now.getTime() - Date.parse(everywhere) <
      EVERYWHERE_MILLISECONDS
    );
    if (isOld || expected !== version) {
      const moment = now.toISOString();
      return {
        cursor: `${moment} ${moment} ${version}`,
        namespaces: 'everywhere',
      };
    }
    const since = new Date(Date.parse(asked) - LOOK_BACK_MILLISECONDS);
    return {
      cursor: `${now.toISOString()} ${everywhere} ${version}`,
      namespaces: await selectNamespacesOfChangedImages(
        database,
        clusterUid,
        since.toISOString(),
      ),
    };
  }

  async prepare(): Promise<DerivedEvidencePass> {
    const { catalogues, clock, config } = this.#options;
    const now = clock.now();
    const { rules } = (await catalogues.current(now)).trust;
    const names = (all: { repositories: string[] }[]) => (name: string) =>
      all.some(it => matchesRepository(it.repositories, name));
    const expectations: ImageExpectations = {
      registries: config.registries,
      goldenImages: config.goldenImages.locations.length > 0,
      isSigned: names(rules.signatures),
      isAttested: names(rules.provenance),
    };
    return {
      evidenceFor: workloads => this.#evidenceFor(workloads, expectations, now),
    };
  }

  async #evidenceFor(
    workloads: readonly ImageWorkload[],
    expectations: ImageExpectations,
    now: Date,
  ): Promise<Map<string, ImageDerivedEvidence[]>> {
    const judgements = await loadJudgements(
      this.#options.database,
      workloads.flatMap(it => it.containers.map(idOf)),
    );
    return new Map(
      workloads.map(({ containers, id, subject }) => [
        id,
        containers.flatMap(container => {
          const judgement = judgements.get(idOf(container));
          return imageResults(
            subject,
            {
              name: container.name,
              repository: container.repository,
              image: container.image,
              assessment: assessmentOf(judgement, now),
            },
            expectations,
          ).map(result => ({
            ...result,
            ...(judgement && { observedAt: judgement.changedAt }),
          }));
        }),
      ]),
    );
  }
}

function idOf(container: ContainerRow): string {
  return imageId(container.repository, imageVersion(container));
}

function assessmentOf(judgement: StoredJudgement | undefined, now: Date) {
  if (!judgement?.assessment) {
    return NOT_YET;
  }
  const { assessment, validUntil } = judgement;
  const isOverdue =
    validUntil !== undefined &&
    now.getTime() - Date.parse(validUntil) > OVERDUE_MILLISECONDS;
  return isOverdue ? OVERDUE : assessment;
}
