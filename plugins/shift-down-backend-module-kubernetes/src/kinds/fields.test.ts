/** The rules once more, as schemas of zod field by field: both must say the same. */
import fc from 'fast-check';
import { z } from 'zod';
import { lenientList, objectSchema, toIso } from './object';
import { policyReportResult } from './policyReport/schema';
import { check } from './trivy/checksReport/schema';
import { vulnerabilitySchema } from './trivy/vulnerabilityReport/schema';

// eslint-disable-next-line no-control-regex
const ONE_LINE = /^[^\u0000-\u001f\u007f]*$/;

const identifier = (maximum = 255) => z.string().max(maximum).regex(ONE_LINE);
const lenientName = (maximum = 255) => identifier(maximum).catch('');
const freeText = z.string().catch('');
const shortText = () =>
  z
    .string()
    .regex(ONE_LINE)
    .transform(value => value.slice(0, 255))
    .catch('');

const stringMap = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform(map =>
    Object.fromEntries(
      Object.entries(map).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
  );

const reference = z.object({
  apiVersion: lenientName(),
  kind: lenientName(),
  namespace: lenientName(),
  name: lenientName(512),
  uid: lenientName(),
});

const OBJECT = z.object({
  apiVersion: identifier(),
  kind: identifier(),
  metadata: z.object({
    name: identifier(512),
    namespace: identifier().optional().default(''),
    uid: lenientName(),
    creationTimestamp: freeText,
    labels: stringMap.optional().default({}),
    annotations: stringMap.optional().default({}),
    ownerReferences: lenientList(
      z.object({
        apiVersion: lenientName(),
        kind: identifier(),
        name: identifier(),
        uid: lenientName(),
        controller: z.boolean().catch(false),
      }),
    )
      .optional()
      .default([]),
    managedFields: lenientList(z.object({ time: freeText }))
      .optional()
      .default([]),
  }),
});

const RESULT = z
  .object({
    source: shortText(),
    policy: identifier(512),
    rule: identifier(512).nullish(),
    resources: lenientList(reference).optional(),
    message: freeText,
    result: freeText,
    severity: shortText(),
    category: shortText(),
    properties: stringMap.optional(),
    timestamp: z
      .union([
        z
          .object({ seconds: z.coerce.number() })
          .transform(({ seconds }) => toIso(seconds * 1000)),
        z.string().transform(toIso),
      ])
      .optional()
      .catch(undefined),
  })
  .transform(({ properties, ...result }) => {
    const exceptions = properties?.exceptions ?? '';
    return {
      ...result,
      rule: result.rule ?? '',
      resources: result.resources ?? [],
      exceptions,
      message:
        result.result === 'pass' && exceptions === '' ? '' : result.message,
    };
  });

const VULNERABILITY = z.object({
  vulnerabilityID: identifier(),
  resource: identifier(512),
  installedVersion: shortText(),
  fixedVersion: shortText(),
  severity: shortText(),
  title: freeText,
  primaryLink: freeText,
  score: z.number().min(0).max(10).optional().catch(undefined),
  class: shortText(),
  packageType: shortText(),
  packagePURL: lenientName(1024),
});

const CHECK = z.object({
  checkID: identifier(),
  title: freeText,
  severity: shortText(),
  category: shortText(),
  messages: z
    .array(freeText)
    .nullish()
    .catch([])
    .transform(messages => messages ?? []),
  remediation: freeText,
  success: z.boolean().optional().catch(undefined),
});

/** Much of it as it should be, or the test would hardly get past the first field. */
const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme' }) },
  fc.constantFrom(
    '',
    'pass',
    'two\nlines',
    'nul\u0000',
    '2026-11-20T09:00:00Z',
  ),
  fc
    .tuple(fc.constantFrom(255, 512, 1024), fc.constantFrom(0, 1))
    .map(([length, more]) => 'x'.repeat(length + more)),
);
const field = fc.oneof(
  { weight: 6, arbitrary: text },
  fc.jsonValue(),
  fc.integer(),
  fc.double(),
  fc.constant(undefined),
);
const map = fc.oneof(
  fc.dictionary(fc.oneof(fc.string(), fc.constant('exceptions')), field),
  field,
);
const record = (
  names: string[],
  others: Record<string, fc.Arbitrary<unknown>> = {},
) => {
  const shape = {
    ...Object.fromEntries(names.map(name => [name, field])),
    ...others,
  };
  return fc.oneof(
    { weight: 9, arbitrary: fc.record(shape, { requiredKeys: [] }) },
    { weight: 9, arbitrary: fc.record(shape) },
    field,
  );
};
const list = (item: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 3, arbitrary: fc.array(item, { maxLength: 3 }) }, field);

const REFERENCE = ['apiVersion', 'kind', 'namespace', 'name', 'uid'];
const owners = list(
  record(REFERENCE, {
    kind: text,
    name: text,
    controller: fc.oneof(fc.boolean(), field),
  }),
);
const moments = record(['seconds', 'nanos'], {
  seconds: fc.oneof(
    fc.integer(),
    fc.double(),
    fc.constantFrom('1', '', ' 2 ', '0x10', null, true, [], [3], {}),
    field,
  ),
});

const CASES: [string, z.ZodType, z.ZodType, fc.Arbitrary<unknown>][] = [
  [
    'an object',
    objectSchema,
    OBJECT,
    record([], {
      apiVersion: text,
      kind: text,
      metadata: record(['namespace', 'uid', 'creationTimestamp'], {
        name: text,
        labels: map,
        annotations: map,
        ownerReferences: owners,
        managedFields: list(record(['time'])),
      }),
    }),
  ],
  [
    'a result of a policy',
    policyReportResult,
    RESULT,
    record(
      ['source', 'policy', 'rule', 'message', 'result', 'severity', 'category'],
      {
        resources: list(record(REFERENCE)),
        properties: map,
        timestamp: moments,
      },
    ),
  ],
  [
    'a vulnerability',
    vulnerabilitySchema,
    VULNERABILITY,
    record(Object.keys(VULNERABILITY.shape), {
      score: fc.oneof(fc.double({ min: -1, max: 11 }), field),
    }),
  ],
  [
    'a check',
    check,
    CHECK,
    record(Object.keys(CHECK.shape), {
      messages: list(field),
      success: fc.oneof(fc.boolean(), field),
    }),
  ],
];

function outcomeOf(schema: z.ZodType, value: unknown) {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? { data: parsed.data }
    : { wrong: parsed.error.issues[0].path };
}

describe('what is read field by field', () => {
  it.each(CASES)('is the same for %s', (_, actual, expected, values) => {
    fc.assert(
      fc.property(values, value => {
        const json = JSON.parse(JSON.stringify({ value })).value;
        expect(outcomeOf(actual, json)).toEqual(outcomeOf(expected, json));
      }),
      { numRuns: 2_000 },
    );
  });
});
