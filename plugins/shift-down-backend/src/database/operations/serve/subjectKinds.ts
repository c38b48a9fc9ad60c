/** Kind of the subject that stands for a Kubernetes namespace itself. */
export const KIND_NAMESPACE = 'Namespace';
