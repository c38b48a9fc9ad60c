/**
 * What the portal hands out about its active exceptions, for pipelines: the payload of a
 * signed token (compact JWS). Who reads it verifies the signature first.
 */
import { ENGINES, type Engine } from '@shift-down/plugin-shift-down-common';
import { z } from 'zod';

/** Says what a payload is; another version gets another text. @public */
export const EXCEPTIONS_EXPORT_FORMAT = 'shift-down-exceptions/v1';

/** The `typ` in the header of the token, so that no other token of the portal passes. @public */
export const EXCEPTIONS_EXPORT_TYPE = 'shift-down-exceptions+jws';

/** Algorithms that the portal signs with. @public */
export const EXCEPTIONS_EXPORT_ALGORITHMS = ['EdDSA', 'ES256'];

/** One exception as the portal exports it. @public */
export interface ExportedException {
  id: string;
  /** A control of the catalogue, or a policy with one of its rules or all of them. */
  expectation:
    | { control: string }
    | { engine: Engine; policy: string; rule?: string };
  subject: {
    /** UID or name; every cluster where it is not given. */
    cluster?: string;
    /** Empty for what lies in no namespace. */
    namespace: string;
    kind: string;
    name: string;
    /** All containers where it is not given. */
    container?: string;
  };
  /** ISO 8601 with an offset, as all times of an export. */
  from: string;
  /** From when on it holds no more. */
  until: string;
  /** Refs of the users who approved it; at least one. */
  approvers: string[];
}

/** The payload of an export. @public */
export interface ExceptionsExport {
  format: typeof EXCEPTIONS_EXPORT_FORMAT;
  /** Address of the portal. */
  issuer: string;
  issued: string;
  /** From when on nobody may rely on it any more. */
  expires: string;
  exceptions: ExportedException[];
}

const instant = z.iso.datetime({ offset: true });
const text = z.string().min(1);

const expectation = z.union([
  z.strictObject({ control: text }),
  z.strictObject({
    engine: z.enum(ENGINES),
    policy: text,
    rule: text.optional(),
  }),
]);

const exportedException = z
  .strictObject({
    id: text,
    expectation,
    subject: z.strictObject({
      cluster: text.optional(),
      namespace: z.string(),
      kind: text,
      name: text,
      container: text.optional(),
    }),
    from: instant,
    until: instant,
    approvers: z.array(text).min(1),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    error: 'An exception ends after it begins',
  });

/** What a payload has to be; nothing else may be in it. @internal */
export const exceptionsExportSchema: z.ZodType<ExceptionsExport> = z
  .strictObject({
    format: z.literal(EXCEPTIONS_EXPORT_FORMAT),
    issuer: z.url(),
    issued: instant,
    expires: instant,
    exceptions: z.array(exportedException),
  })
  .refine(({ issued, expires }) => Date.parse(issued) < Date.parse(expires), {
    error: 'An export expires after it is issued',
  });
