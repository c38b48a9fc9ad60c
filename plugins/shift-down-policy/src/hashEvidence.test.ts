import {
  imageScan,
  policyResult,
  vulnerability,
} from './__testUtils__/evidence';
import { hashEvidence } from './hashEvidence';
import { finishSteps } from './steps';

const hash = (...evidence: Parameters<typeof hashEvidence>[0]) =>
  finishSteps(hashEvidence(evidence));

const RESULTS = Array.from({ length: 250 }, (_, index) =>
  policyResult({ policy: `policy-${index}` }),
);
const VULNERABILITIES = Array.from({ length: 250 }, (_, index) =>
  vulnerability({ advisory: `CVE-2026-${index}` }),
);

describe('hash of evidence', () => {
  it('is the same for the same', () => {
    expect(hash(...RESULTS)).toBe(hash(...structuredClone(RESULTS)));
  });

  it.each([0, 99, 100, 249])('changes with result %s', changed => {
    const others = RESULTS.with(changed, policyResult({ message: 'other' }));
    expect(hash(...others)).not.toBe(hash(...RESULTS));
  });

  it.each([0, 99, 100, 249])('changes with vulnerability %s', changed => {
    const others = VULNERABILITIES.with(changed, vulnerability({ title: '?' }));
    expect(hash(imageScan({ vulnerabilities: others }))).not.toBe(
      hash(imageScan({ vulnerabilities: VULNERABILITIES })),
    );
  });

  it('changes with the scan that a vulnerability is of', () => {
    const [first, ...rest] = VULNERABILITIES;
    const scans = (a: typeof rest, b: typeof rest) =>
      hash(
        imageScan({ vulnerabilities: a }),
        imageScan({ vulnerabilities: b }),
      );
    expect(scans([first], rest)).not.toBe(scans([], [first, ...rest]));
  });

  it.each([
    ['results', RESULTS],
    ['vulnerabilities', [imageScan({ vulnerabilities: VULNERABILITIES })]],
  ])('is made with pauses where there are many %s', (_, evidence) => {
    expect([...hashEvidence(evidence)]).toHaveLength(2);
  });
});
