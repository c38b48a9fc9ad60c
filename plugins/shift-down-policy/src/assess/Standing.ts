/** Whether what a source once said about a subject still counts, and if not, why. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { MaxAges } from '../freshness';
import type { ClusterState, EntityEvidence } from '../types';
import { within } from '../within';
import { ageInWords, sourceProblemInWords, tooOldInWords } from './words';

interface SourceStanding {
  /** Why nothing of this source counts, if so. */
  problem?: string;
  /** Whether evidence may be expected from it at all. */
  isExpected: boolean;
  maxAge: number;
  /** Ages are measured to this moment, in milliseconds. */
  until: number;
  /** A recording ages no more. */
  isRecorded: boolean;
}

export class Standing {
  readonly #clusters: Map<string, ClusterState>;
  /** By kind, then by cluster. */
  readonly #sources = new Map<SourceKind, Map<string, SourceStanding>>();
  /** Reasons by kind, then by subject. */
  readonly #unreadable = new Map<SourceKind, Map<string, string>>();
  readonly #maxAges: MaxAges;
  readonly #now: number;
  /** The next moment at which something that counts no longer does. */
  validUntil: number | undefined;

  constructor(
    { clusters, unreadable }: Pick<EntityEvidence, 'clusters' | 'unreadable'>,
    maxAges: MaxAges,
    now: Date,
  ) {
    this.#clusters = new Map(clusters.map(cluster => [cluster.uid, cluster]));
    this.#maxAges = maxAges;
    this.#now = now.getTime();
    for (const { subjectId, sourceKind, reason } of unreadable) {
      const subjects = within(this.#unreadable, sourceKind);
      const known = subjects.get(subjectId);
      if (known === undefined || reason < known) {
        subjects.set(subjectId, reason);
      }
    }
  }

  /** Why this does not count, or `undefined` if it does. */
  problemOf(evidence: {
    clusterUid: string;
    sourceKind: SourceKind;
    subjectId: string;
    observedAt: string;
  }): string | undefined {
    const { clusterUid, sourceKind, subjectId, observedAt } = evidence;
    const source = this.#source(clusterUid, sourceKind);
    if (source.problem) {
      return source.problem;
    }
    const unreadable = this.unreadable(sourceKind, subjectId);
    if (unreadable) {
      return unreadable;
    }
    if (source.maxAge === Infinity) {
      return undefined;
    }
    const expires = Date.parse(observedAt) + source.maxAge;
    // An unparseable moment compares false and is never young enough.
    if (!(source.until < expires)) {
      return tooOldInWords(sourceKind, ageInWords(source.maxAge));
    }
    if (!source.isRecorded) {
      this.validUntil = Math.min(this.validUntil ?? expires, expires);
    }
    return undefined;
  }

  /** Why a witness that is expected to speak can't be heard, if so. */
  problemOfWitness(clusterUid: string, kind: SourceKind): string | undefined {
    const { isExpected, problem } = this.#source(clusterUid, kind);
    return isExpected ? problem : undefined;
  }

  /** Whether the kind may have something to say in the cluster. */
  isExpected(clusterUid: string, kind: SourceKind): boolean {
    return this.#source(clusterUid, kind).isExpected;
  }

  unreadable(kind: SourceKind, subjectId: string): string | undefined {
    const reason = this.#unreadable.get(kind)?.get(subjectId);
    return reason === undefined || kind === 'Evaluation'
      ? reason
      : `An object of kind ${kind} could not be read: ${reason}`;
  }

  /** Subjects of which an object of this kind could not be read. */
  unreadableSubjects(kind: SourceKind): Iterable<string> {
    return this.#unreadable.get(kind)?.keys() ?? [];
  }

  nameOfCluster(uid: string): string {
    return this.#clusters.get(uid)?.name ?? uid;
  }

  #source(clusterUid: string, kind: SourceKind): SourceStanding {
    const ofKind = within(this.#sources, kind);
    const known = ofKind.get(clusterUid);
    if (known) {
      return known;
    }
    const cluster = this.#clusters.get(clusterUid);
    const source = cluster?.sources.find(it => it.kind === kind);
    const standing: SourceStanding = {
      problem: sourceProblemInWords(
        kind,
        this.nameOfCluster(clusterUid),
        source,
      ),
      // One that was never asked is expected: not-installed has to be found out.
      isExpected: source?.state !== 'not-installed',
      maxAge: this.#maxAges[kind] ?? Infinity,
      until: cluster?.recordedAt ? Date.parse(cluster.recordedAt) : this.#now,
      isRecorded: cluster?.recordedAt !== undefined,
    };
    ofKind.set(clusterUid, standing);
    return standing;
  }
}
