import {
  chainHash,
  expects,
  FIRST_CHAIN_HASH,
  phaseOf,
  verifyChain,
  type ChainEntry,
  type ChainLink,
} from '.';

const NOON = '2026-03-02T12:00:00.000Z';

describe('phaseOf', () => {
  const active = { from: NOON, until: '2026-03-03T12:00:00.000Z' };

  it.each([
    ['approved', '2026-03-02T11:59:59.999Z', 'scheduled'],
    ['approved', NOON, 'active'],
    ['approved', '2026-03-03T11:59:59.999Z', 'active'],
    ['approved', '2026-03-03T12:00:00.000Z', 'ended'],
    ['revoked', NOON, 'closed'],
    ['withdrawn', NOON, 'closed'],
    ['lapsed', NOON, 'closed'],
    ['rejected', NOON, 'closed'],
    ['requested', NOON, 'open'],
    ['needs-information', NOON, 'open'],
    ['proposed', NOON, 'open'],
    ['unreviewed', NOON, 'open'],
  ] as const)('%s at %s is %s', (state, now, phase) => {
    expect(phaseOf(state, active, new Date(now))).toBe(phase);
  });

  it('is never active without a decision', () => {
    expect(phaseOf('approved', undefined, new Date(NOON))).toBe('ended');
  });
});

describe('expects', () => {
  const policy = {
    type: 'policy',
    controlId: 'run-as-non-root',
    engine: 'kyverno',
    policy: 'require-non-root',
    rule: 'containers',
    advisory: '',
    packageUrl: '',
  } as const;
  const vulnerability = {
    ...policy,
    type: 'vulnerability',
    controlId: 'no-critical-vulnerabilities',
    engine: 'trivy',
    policy: '',
    rule: '',
    advisory: 'CVE-2026-1',
    packageUrl: 'pkg:npm/left-pad',
  } as const;

  it.each([
    [true, { type: 'control', control: 'run-as-non-root' }, policy],
    [false, { type: 'control', control: 'run-as-non' }, policy],
    [
      false,
      { type: 'control', control: 'other-policies' },
      { ...policy, controlId: 'other-policies' },
    ],
    [
      true,
      { type: 'policy', engine: 'kyverno', policy: 'require-non-root' },
      policy,
    ],
    [
      true,
      {
        type: 'policy',
        engine: 'kyverno',
        policy: 'require-non-root',
        rule: 'containers',
      },
      policy,
    ],
    [
      false,
      {
        type: 'policy',
        engine: 'kyverno',
        policy: 'require-non-root',
        rule: 'other',
      },
      policy,
    ],
    [
      false,
      { type: 'policy', engine: 'gatekeeper', policy: 'require-non-root' },
      policy,
    ],
    [
      false,
      { type: 'policy', engine: 'kyverno', policy: 'require-non' },
      policy,
    ],
    [true, { type: 'vulnerability', advisory: 'CVE-2026-1' }, vulnerability],
    [
      true,
      {
        type: 'vulnerability',
        advisory: 'CVE-2026-1',
        packageUrl: 'pkg:npm/left-pad',
      },
      vulnerability,
    ],
    [
      false,
      {
        type: 'vulnerability',
        advisory: 'CVE-2026-1',
        packageUrl: 'pkg:npm/right-pad',
      },
      vulnerability,
    ],
    [false, { type: 'vulnerability', advisory: 'CVE-2026-10' }, vulnerability],
  ] as const)('%s: %j', (outcome, expectation, finding) => {
    expect(expects(expectation, finding)).toBe(outcome);
  });
});

describe('verifyChain', () => {
  const chain: ChainLink[] = [];
  for (let sequence = 1; sequence <= 5; sequence += 1) {
    const entry: ChainEntry = {
      sequence,
      exceptionId: `e${sequence % 2}`,
      at: NOON,
      actor: { userRef: 'user:default/rita', subject: 'rita' },
      action: 'comment',
      to: 'requested',
      text: `${sequence}`,
      detail: { b: 1, a: true },
    };
    const previousHash = chain.at(-1)?.hash ?? FIRST_CHAIN_HASH;
    chain.push({
      ...entry,
      previousHash,
      hash: chainHash(previousHash, entry),
    });
  }
  const [, , third] = chain;
  const end = { sequence: 5, hash: chain[4].hash };
  const withThird = (changes: Partial<ChainLink>) =>
    chain.map(link => (link === third ? { ...link, ...changes } : link));

  it('finds it whole', () => {
    expect(verifyChain(chain, { end })).toEqual({ state: 'whole', length: 5 });
    expect(verifyChain([])).toEqual({ state: 'whole', length: 0 });
  });

  it('reads it in parts, in whatever order its fields come', () => {
    const rest = chain.slice(2).map(({ detail, ...link }) => ({
      detail: { a: detail.a, b: detail.b },
      ...link,
    }));

    expect(verifyChain(rest, { after: chain[1], end })).toEqual({
      state: 'whole',
      length: 5,
    });
  });

  it.each<[string, ChainLink[], number]>([
    ['another text', withThird({ text: 'x' }), 3],
    ['another digest before it', withThird({ previousHash: chain[0].hash }), 3],
    ['another time', withThird({ at: '2026-03-02T12:00:00.001Z' }), 3],
    [
      'another person',
      withThird({ actor: { userRef: 'user:default/rita', subject: 'x' } }),
      3,
    ],
    ['nobody', withThird({ actor: undefined }), 3],
    ['another action', withThird({ action: 'approve' }), 3],
    ['another state', withThird({ to: 'approved' }), 3],
    ['another exception', withThird({ exceptionId: 'e0' }), 3],
    ['another detail', withThird({ detail: { a: true } }), 3],
    [
      'a line rehashed on its own',
      withThird({
        text: 'x',
        hash: chainHash(third.previousHash, { ...third, text: 'x' }),
      }),
      4,
    ],
    ['a line left out', chain.filter(link => link !== third), 3],
    [
      'lines in another order',
      [...chain.slice(0, 2), chain[3], third, chain[4]],
      3,
    ],
    ['its tail cut off', chain.slice(0, 3), 4],
    ['another beginning', chain.slice(1), 1],
  ])('finds %s', (_, links, brokenAt) => {
    expect(verifyChain(links, { end })).toEqual({ state: 'broken', brokenAt });
  });
});
