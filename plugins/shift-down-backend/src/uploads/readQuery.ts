/** What a request says about its body. */
import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  parseImageReference,
  UPLOAD_FORMATS,
} from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';

const querySchema = z.strictObject({
  format: z.enum(UPLOAD_FORMATS).optional(),
  repository: z
    .string()
    .regex(/^[a-z0-9][\w.:/-]{0,400}$/i, {
      message: 'is not a repository, such as registry.example.com/team/app',
    })
    .transform(value => parseImageReference(value).repository)
    .optional(),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, { message: 'must be sha256:… in full' })
    .optional(),
  entityRef: z
    .string()
    .max(255)
    .transform((value, context) => {
      try {
        return stringifyEntityRef(
          parseEntityRef(value, {
            defaultKind: 'component',
            defaultNamespace: DEFAULT_NAMESPACE,
          }),
        );
      } catch {
        context.addIssue({ code: 'custom', message: 'is not an entity ref' });
        return z.NEVER;
      }
    })
    .optional(),
});

/** @internal */
export type UploadQuery = z.infer<typeof querySchema>;

/** @throws InputError that names the parameter. @internal */
export function readQuery(query: unknown): UploadQuery {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) {
    const [{ message, path }] = parsed.error.issues;
    throw new InputError(
      path.length > 0 ? `The parameter ${path.join('.')}: ${message}` : message,
    );
  }
  return parsed.data;
}
