import { exceptionFor, type ExemptionQuery } from './exceptionFor';
import { readExceptionsExport } from './readExceptionsExport';
import type { ExceptionsExport, ExportedException } from './schema';

const NOW = new Date('2026-03-01T12:00:00Z');

const EXCEPTION: ExportedException = {
  id: 'exception-1',
  expectation: { control: 'run-as-non-root' },
  subject: { namespace: 'shop', kind: 'Deployment', name: 'web' },
  from: '2026-02-01T00:00:00Z',
  until: '2026-04-01T00:00:00Z',
  approvers: ['user:default/ada'],
};

const EXPORT: ExceptionsExport = {
  format: 'shift-down-exceptions/v1',
  issuer: 'https://portal.example.com',
  issued: '2026-03-01T11:00:00Z',
  expires: '2026-03-02T11:00:00Z',
  exceptions: [EXCEPTION],
};

const FINDING: ExemptionQuery = {
  control: 'run-as-non-root',
  engine: 'shift-down',
  policy: 'pod-security',
  rule: 'runAsNonRoot',
  cluster: '',
  subject: { namespace: 'shop', kind: 'Deployment', name: 'web' },
  component: 'app',
};

describe('readExceptionsExport', () => {
  it('reads what the portal writes', () => {
    expect(readExceptionsExport(EXPORT, NOW)).toEqual(EXPORT);
  });

  it.each([
    ['of another format', { format: 'shift-down-exceptions/v9' }, 'format'],
    ['that has expired', { expires: '2026-03-01T12:00:00Z' }, 'expired'],
    ['of the future', { issued: '2026-03-01T12:10:00Z' }, 'future'],
    ['with unknown fields', { note: 'by hand' }, 'note'],
    [
      'whose exception nobody approved',
      { exceptions: [{ ...EXCEPTION, approvers: [] }] },
      'approvers',
    ],
    [
      'whose exception ends before it begins',
      { exceptions: [{ ...EXCEPTION, until: '2026-01-01T00:00:00Z' }] },
      'ends after',
    ],
    [
      'with a time that has no offset',
      { exceptions: [{ ...EXCEPTION, until: '2026-04-01T00:00:00' }] },
      'until',
    ],
  ])('refuses an export %s', (_, change, word) => {
    expect(() => readExceptionsExport({ ...EXPORT, ...change }, NOW)).toThrow(
      word,
    );
  });

  it.each([[undefined], ['text'], [[]]])('refuses %p', payload => {
    expect(() => readExceptionsExport(payload, NOW)).toThrow(
      'no export of a portal',
    );
  });
});

describe('exceptionFor', () => {
  function isExempt(
    exception: Partial<ExportedException>,
    query: Partial<ExemptionQuery> = {},
    now = NOW,
  ) {
    return (
      exceptionFor(
        [{ ...EXCEPTION, ...exception }],
        { ...FINDING, ...query },
        now,
      ) !== undefined
    );
  }

  it('finds the exception over a control and a subject', () => {
    expect(isExempt({})).toBe(true);
  });

  it('holds from its start, and not at its end any more', () => {
    expect(isExempt({}, {}, new Date('2026-01-31T23:59:59Z'))).toBe(false);
    expect(isExempt({}, {}, new Date('2026-02-01T00:00:00Z'))).toBe(true);
    expect(isExempt({}, {}, new Date('2026-04-01T00:00:00Z'))).toBe(false);
  });

  it.each<[string, Partial<ExemptionQuery>]>([
    ['control', { control: 'privileged-containers' }],
    [
      'namespace',
      { subject: { ...FINDING.subject, namespace: 'shop-production' } },
    ],
    ['kind', { subject: { ...FINDING.subject, kind: 'Pod' } }],
    ['name', { subject: { ...FINDING.subject, name: 'web-admin' } }],
  ])('does not reach another %s', (_, query) => {
    expect(isExempt({}, query)).toBe(false);
  });

  it('reaches one container where it names one', () => {
    const subject = { ...EXCEPTION.subject, container: 'app' };
    expect(isExempt({ subject })).toBe(true);
    expect(isExempt({ subject }, { component: 'sidecar' })).toBe(false);
    expect(isExempt({ subject }, { component: '' })).toBe(false);
  });

  it('holds for one cluster only where the cluster is known', () => {
    const subject = { ...EXCEPTION.subject, cluster: 'production' };
    expect(isExempt({ subject })).toBe(false);
    expect(isExempt({ subject }, { cluster: 'staging' })).toBe(false);
    expect(isExempt({ subject }, { cluster: 'production' })).toBe(true);
  });

  it('takes a policy with all its rules, or one rule', () => {
    const policy = { engine: 'kyverno' as const, policy: 'require-owner' };
    const query = { ...policy, control: 'other-policies', rule: 'label' };
    expect(isExempt({ expectation: policy }, query)).toBe(true);
    expect(isExempt({ expectation: { ...policy, rule: 'label' } }, query)).toBe(
      true,
    );
    expect(isExempt({ expectation: { ...policy, rule: 'other' } }, query)).toBe(
      false,
    );
    expect(
      isExempt({ expectation: { ...policy, engine: 'gatekeeper' } }, query),
    ).toBe(false);
  });

  it('never exempts everything that no control covers', () => {
    expect(
      isExempt(
        { expectation: { control: 'other-policies' } },
        { control: 'other-policies' },
      ),
    ).toBe(false);
  });

  it('answers with the one that lasts longest', () => {
    const longer = {
      ...EXCEPTION,
      id: 'exception-2',
      until: '2026-05-01T00:00:00Z',
    };
    expect(exceptionFor([EXCEPTION, longer], FINDING, NOW)?.id).toBe(longer.id);
    expect(exceptionFor([longer, EXCEPTION], FINDING, NOW)?.id).toBe(longer.id);
  });
});
