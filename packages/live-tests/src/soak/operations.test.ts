import { operations, type Fault, type Operation } from './operations';

function first(count: number, seed: number) {
  const found = [];
  for (const operation of operations(seed)) {
    found.push(operation);
    if (found.length === count) {
      break;
    }
  }
  return found;
}

describe('operations', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(first(2_000, 7)).toEqual(first(2_000, 7));
    expect(first(50, 7)).not.toEqual(first(50, 8));
  });

  it('bring every change and every fault', () => {
    const types = new Set(first(20_000, 1).map(({ type }) => type));
    expect([...types].sort()).toEqual([
      'allow',
      'change-deployment',
      'compact',
      'cut',
      'cut-after',
      'delay',
      'delete-deployment',
      'delete-namespace',
      'delete-pod',
      'delete-policy',
      'delete-report',
      'forbid',
      'hang',
      'install-definition',
      'make-deployment',
      'make-namespace',
      'make-pod',
      'make-policy',
      'refuse',
      'remove-definition',
      'restart',
      'rotate-token',
      'silence',
      'write-report',
    ]);
  });

  it('never delete what was not made, and make nothing without end', () => {
    const there = new Set<string>();
    const wrong: Operation[] = [];
    let most = 0;
    for (const operation of first(20_000, 3)) {
      if ('namespace' in operation) {
        const key = keyOf(operation);
        if (!operation.type.startsWith('delete')) {
          there.add(key);
        } else if (!there.delete(key)) {
          wrong.push(operation);
        }
        if (operation.type === 'delete-namespace') {
          [...there]
            .filter(it => it.startsWith(`${operation.namespace}/`))
            .forEach(it => there.delete(it));
        }
      }
      most = Math.max(most, there.size);
    }
    expect(wrong).toEqual([]);
    expect(most).toBeLessThan(6 * 110);
  });
});

function keyOf(operation: Exclude<Operation, Fault>): string {
  return 'name' in operation
    ? `${operation.namespace}/${operation.name}`
    : operation.namespace;
}
