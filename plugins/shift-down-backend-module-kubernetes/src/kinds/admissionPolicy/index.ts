/** ValidatingAdmissionPolicies, which the API server enforces by itself. */
import { createResourceReader } from '../resource/createResourceReader';
import { cleanSpec } from './cleanSpec';
import { policyBindingSchema, policySchema } from './schema';

const group = 'admissionregistration.k8s.io';

/** @internal */
export const admissionPolicyReaders = [
  createResourceReader({
    sourceKind: 'ValidatingAdmissionPolicy',
    group,
    clusterScoped: true,
    schema: policySchema,
    fieldsOf: ({ spec }, clean) => ({ spec: cleanSpec(spec, clean) }),
  }),
  createResourceReader({
    sourceKind: 'ValidatingAdmissionPolicyBinding',
    group,
    clusterScoped: true,
    schema: policyBindingSchema,
    fieldsOf: ({ spec }) => ({ spec }),
  }),
];
