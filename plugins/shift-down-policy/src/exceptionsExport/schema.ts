/**
 * What the portal hands out about its active exceptions, for pipelines: the payload of a
 * signed token (compact JWS). Who reads it verifies the signature first.
 */
import { ENGINES } from '@shift-down/plugin-shift-down-common';
import { z } from 'zod';

/** Says what a payload is; another version gets another text. @public */
export const EXCEPTIONS_EXPORT_FORMAT = 'shift-down-exceptions/v1';

/** The `typ` in the header of the token, so that no other token of the portal passes. @public */
export const EXCEPTIONS_EXPORT_TYPE = 'shift-down-exceptions+jws';

/** Algorithms that the portal signs with. @public */
export const EXCEPTIONS_EXPORT_ALGORITHMS = ['EdDSA', 'ES256'];

const instant = z.iso.datetime({ offset: true });
const text = z.string().min(1);

const expectation = z.union([
  z.strictObject({ control: text }),
  z.strictObject({
    engine: z.enum(ENGINES),
    policy: text,
    /** All rules of the policy where it is not given. */
    rule: text.optional(),
  }),
]);

const exportedException = z
  .strictObject({
    id: text,
    expectation,
    subject: z.strictObject({
      /** UID or name; every cluster where it is not given. */
      cluster: text.optional(),
      /** Empty for what lies in no namespace. */
      namespace: z.string(),
      kind: text,
      name: text,
      /** All containers where it is not given. */
      container: text.optional(),
    }),
    from: instant,
    until: instant,
    approvers: z.array(text).min(1),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    error: 'An exception ends after it begins',
  });

const exceptionsExport = z
  .strictObject({
    format: z.literal(EXCEPTIONS_EXPORT_FORMAT),
    /** Address of the portal. */
    issuer: z.url(),
    issued: instant,
    /** From when on nobody may rely on it any more. */
    expires: instant,
    exceptions: z.array(exportedException),
  })
  .refine(({ issued, expires }) => Date.parse(issued) < Date.parse(expires), {
    error: 'An export expires after it is issued',
  });

/** One exception as the portal exports it. @public */
export type ExportedException = z.infer<typeof exportedException>;

/** The payload of an export. Times are ISO 8601 with an offset. @public */
export type ExceptionsExport = z.infer<typeof exceptionsExport>;
export { exceptionsExport as exceptionsExportSchema };
