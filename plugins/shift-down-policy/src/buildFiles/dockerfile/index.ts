export { evaluateDockerfile } from './evaluateDockerfile';
export type { DockerfileOptions, GoldenBase } from './options';
export * from './bump';
