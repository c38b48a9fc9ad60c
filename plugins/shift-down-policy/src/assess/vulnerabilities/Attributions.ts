/** Attributes the vulnerabilities of one entity, image by image. */
import type { Lineage } from '@shift-down/plugin-shift-down-common';
import type { ApprovedTime } from '../../exceptions/clock/pauseDue';
import type { GoldenIndex } from '../../goldenImages/types';
import type { EntityEvidence, EntityImage } from '../../types';
import {
  createVexIndex,
  decideVex,
  type SeenVulnerability,
  type ServiceLevels,
  type VexDecision,
  type VexImage,
  type VexIndex,
  type VulnerabilityAttribution,
} from '../../vulnerabilities';
import {
  attributeTo,
  standsOnOf,
  type StandsOn,
} from '../../vulnerabilities/attributeVulnerability';

/** What vulnerabilities are attributed by. @public */
export interface VulnerabilityRules {
  /** Unset where there are no golden images. */
  golden?: GoldenIndex;
  serviceLevels: ServiceLevels;
}

/** A container's image with the release that it stands on, if it does. */
export interface KnownImage {
  image: EntityImage;
  standsOn?: StandsOn;
}

const NO_DECISION: VexDecision = { claims: [] };

export class Attributions {
  readonly #rules: VulnerabilityRules;
  readonly #now: Date;
  readonly #images = new Map<string, KnownImage>();
  readonly #bases = new Map<string, StandsOn | undefined>();
  readonly #vex: VexIndex | undefined;
  /** By finding. */
  readonly #exemptions = new Map<string, ApprovedTime[]>();
  /** When something changes by itself next, in milliseconds. */
  validUntil: number | undefined;

  constructor(evidence: EntityEvidence, rules: VulnerabilityRules, now: Date) {
    this.#rules = rules;
    this.#now = now;
    this.#vex = evidence.vex?.length ? createVexIndex(evidence.vex) : undefined;
    for (const exemption of evidence.exemptions ?? []) {
      const known = this.#exemptions.get(exemption.findingId);
      if (known) {
        known.push(exemption);
      } else {
        this.#exemptions.set(exemption.findingId, [exemption]);
      }
    }
    for (const image of evidence.images ?? []) {
      const standsOn = this.#standsOn(image.lineage);
      this.#images.set(placeOf(image.subjectId, image.component), {
        image,
        ...(standsOn && { standsOn }),
      });
    }
  }

  imageAt(subjectId: string, component: string): KnownImage | undefined {
    return this.#images.get(placeOf(subjectId, component));
  }

  /** A scan of another image says nothing about what the one that runs stands on. */
  isOfImage(
    { repository, digest }: SeenVulnerability,
    known: KnownImage | undefined,
  ): known is KnownImage {
    return (
      known !== undefined &&
      known.image.repository === repository &&
      (digest === undefined ||
        known.image.digests.length === 0 ||
        known.image.digests.includes(digest))
    );
  }

  attribute(
    vulnerability: SeenVulnerability,
    known: KnownImage | undefined,
    findingId: string,
  ): VulnerabilityAttribution {
    const isSame = this.isOfImage(vulnerability, known);
    const attribution = attributeTo(
      vulnerability,
      isSame ? known.standsOn : undefined,
      this.#rules.serviceLevels,
      this.#exemptions.get(findingId),
    );
    return isSame ? attribution : { ...attribution, isCertain: false };
  }

  decide(
    vulnerability: SeenVulnerability,
    known: KnownImage | undefined,
    { layer, isCertain }: VulnerabilityAttribution,
  ): VexDecision {
    if (!this.#vex) {
      return NO_DECISION;
    }
    const { advisory, repository, digest } = vulnerability;
    const own = this.isOfImage(vulnerability, known)
      ? known.image
      : { repository, digests: digest ? [digest] : [] };
    const base =
      layer === 'base' && isCertain && known?.standsOn
        ? this.#releaseImage(known.standsOn)
        : [];
    return decideVex(this.#vex, {
      advisory,
      packageUrls: vulnerability.packageUrls,
      images: [own, ...base],
    });
  }

  #standsOn(lineage: Lineage): StandsOn | undefined {
    const key = JSON.stringify(lineage);
    if (!this.#bases.has(key)) {
      const standsOn = standsOnOf(lineage, this.#rules.golden, this.#now);
      this.#bases.set(key, standsOn);
      const until = standsOn?.base.validUntil;
      if (until !== undefined) {
        this.validUntil = Math.min(this.validUntil ?? until, until);
      }
    }
    return this.#bases.get(key);
  }

  /** The release itself, for what is said of the base is said of it. */
  #releaseImage({ lineage }: StandsOn): VexImage[] {
    const known = this.#rules.golden?.release(lineage.release);
    if (!known) {
      return [];
    }
    const { facts, golden, release } = known;
    return [
      {
        repository: golden.repository,
        digests: [
          ...(facts?.digest ? [facts.digest] : []),
          ...(facts?.platforms.map(({ digest }) => digest) ?? []),
          ...Object.values(release.digests),
        ],
        tag: release.tag ?? release.version,
      },
    ];
  }
}

function placeOf(subjectId: string, component: string): string {
  return `${subjectId} ${component}`;
}
