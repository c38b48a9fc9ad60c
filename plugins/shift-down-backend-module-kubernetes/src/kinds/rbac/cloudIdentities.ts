/**
 * Annotations by which a cloud gives a ServiceAccount an identity of its own, and the
 * form that the values have. Anything else in them is left out.
 */
const IDENTITIES: Record<string, RegExp> = {
  'eks.amazonaws.com/role-arn':
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  'iam.gke.io/gcp-service-account':
    /^[a-z0-9-]{1,64}@[a-z0-9.:-]{1,128}\.gserviceaccount\.com$/,
  'azure.workload.identity/client-id':
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
};

/** @internal */
export function cloudIdentities(
  annotations: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(IDENTITIES).flatMap(([name, form]) => {
      const value = Object.hasOwn(annotations, name) ? annotations[name] : '';
      return form.test(value) ? [[name, value]] : [];
    }),
  );
}
