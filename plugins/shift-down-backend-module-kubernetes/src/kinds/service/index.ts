/** Services: how Pods are reached, from inside the cluster and from outside. */
import { keptAnnotations } from '../annotations';
import { createResourceReader } from '../resource/createResourceReader';
import { serviceSchema } from './schema';

/** @internal */
export const serviceReader = createResourceReader({
  sourceKind: 'Service',
  group: '',
  schema: serviceSchema,
  fieldsOf: ({ spec }) => ({ spec }),
  annotationsOf: ({ metadata }) => keptAnnotations(metadata.annotations),
});
