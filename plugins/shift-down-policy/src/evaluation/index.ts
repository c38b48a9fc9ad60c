export * from './admissionInput';
export * from './kubernetesObject';
export * from './verdict';
export * from './withheld';
