import type { ClusterRow, SourceRow } from '../../database/tables';
import { freshnessOfEvidence } from './freshness';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const HOUR = 60 * 60 * 1000;
const MAX_AGE = { PolicyReport: 24 * HOUR };

const cluster = (recordedAt: string | null): ClusterRow => ({
  name: 'demo',
  uid: 'uid',
  title: 'Demo',
  duplicate_of: null,
  recorded_at: recordedAt,
  error: null,
  report_trust: 'trusted',
  report_trust_reason: null,
  trust_review: null,
  kubernetes_version: null,
});
const source = (state: string, kind = 'PolicyReport'): SourceRow => ({
  cluster_name: 'demo',
  kind,
  state,
  since: '2026-06-01T11:00:00.000Z',
  last_success_at: '2026-06-01T11:59:00.000Z',
  error: null,
  warnings: '[]',
  stale_after_seconds: 300,
  dropped: 0,
});

describe('freshness of evidence', () => {
  it.each`
    what                                       | observedAt                    | recordedAt                    | kind              | state       | expected
    ${'young, of a fresh source'}              | ${'2026-06-01T00:00:00.000Z'} | ${null}                       | ${'PolicyReport'} | ${'fresh'}  | ${'fresh'}
    ${'past its age, though its source lives'} | ${'2026-05-31T12:00:00.000Z'} | ${null}                       | ${'PolicyReport'} | ${'fresh'}  | ${'stale'}
    ${'old, but young when it was recorded'}   | ${'2026-01-01T12:00:00.000Z'} | ${'2026-01-01T13:00:00.000Z'} | ${'PolicyReport'} | ${'fresh'}  | ${'fresh'}
    ${'of a kind that never ages'}             | ${'2025-01-01T00:00:00.000Z'} | ${null}                       | ${'Workload'}     | ${'fresh'}  | ${'fresh'}
    ${'young, of a source that failed'}        | ${'2026-06-01T11:00:00.000Z'} | ${null}                       | ${'PolicyReport'} | ${'failed'} | ${'failed'}
  `(
    '$what is $expected',
    ({ observedAt, recordedAt, kind, state, expected }) => {
      expect(
        freshnessOfEvidence(
          {
            cluster: cluster(recordedAt),
            source: source(state, kind),
            observedAt,
          },
          MAX_AGE,
          NOW,
        ),
      ).toBe(expected);
    },
  );
});
