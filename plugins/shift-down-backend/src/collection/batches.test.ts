import {
  deployment,
  policyReport,
  policyResult,
  scan,
} from '../__testUtils__/evidence';
import { batchesOf } from './batches';

function sizes(objects: Parameters<typeof batchesOf>[0]): number[] {
  return [...batchesOf(objects)].map(batch => batch.length);
}

describe('batchesOf', () => {
  const result = policyResult(deployment('api'), 'fail');

  it.each([
    ['nothing', [], []],
    [
      'many small objects',
      Array(1001).fill(policyReport('r', [])),
      [500, 500, 1],
    ],
    [
      'objects of many results',
      Array(5).fill(policyReport('r', Array(400).fill(result))),
      [2, 2, 1],
    ],
    [
      'one object larger than any batch',
      [
        policyReport('a', []),
        policyReport('b', [
          scan(
            deployment('api'),
            Array.from({ length: 3000 }, (_, index) => `CVE-${index}`),
          ),
        ]),
        policyReport('c', []),
      ],
      [1, 1, 1],
    ],
  ])('splits %s', (_, objects, expected) => {
    expect(sizes(objects)).toEqual(expected);
  });
});
