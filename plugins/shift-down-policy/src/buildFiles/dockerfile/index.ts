export { evaluateDockerfile } from './evaluateDockerfile';
export type { DockerfileOptions, GoldenImage } from './options';
