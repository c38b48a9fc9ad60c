/** What the members of groups may do, asked without acting as any of them. */
import { isError } from '@backstage/errors';
import type {
  AccessReview,
  AccessReviewOutcome,
  ClusterWriterOptions,
} from '@shift-down/plugin-shift-down-node';
import { redact } from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import type { ApiClient } from '../writer/ApiClient';
import { pathOf } from '../writer/objectPath';
import { throwUnlessRefused } from '../writer/refusal';

const GROUP = 'authorization.k8s.io';
const PATH = pathOf({
  group: GROUP,
  version: 'v1',
  resource: 'subjectaccessreviews',
  namespace: '',
  name: 'review',
});

/** Of everybody who is anybody; what it may do, every member of the groups may. */
const EVERYBODY = 'system:authenticated';

const review = z.object({
  status: z.object({ allowed: z.boolean(), reason: z.string().catch('') }),
});

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/ @internal */
export async function reviewAccess(
  client: ApiClient,
  { groups, namespace, ...attributes }: AccessReview,
  options: ClusterWriterOptions,
): Promise<AccessReviewOutcome> {
  try {
    const answer = await client.ask(
      PATH.collection,
      {
        apiVersion: `${GROUP}/v1`,
        kind: 'SubjectAccessReview',
        spec: {
          groups: [...groups, EVERYBODY],
          resourceAttributes: { ...attributes, namespace },
        },
      },
      options,
    );
    const parsed = review.safeParse(answer.body);
    if (answer.status < 300 && parsed.success) {
      const { allowed, reason } = parsed.data.status;
      return {
        outcome: allowed ? 'allowed' : 'denied',
        reason: redact(reason),
      };
    }
    const asked = { verb: 'create', path: PATH };
    await throwUnlessRefused(client, answer, asked, options);
    return { outcome: 'unavailable', reason: answer.message || 'No answer.' };
  } catch (error) {
    options.signal.throwIfAborted();
    return {
      outcome: 'unavailable',
      reason: isError(error) ? error.message : 'No answer.',
    };
  }
}
