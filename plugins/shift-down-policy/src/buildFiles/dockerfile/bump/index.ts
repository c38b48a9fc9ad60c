export { bumpDockerfile } from './bumpDockerfile';
export type {
  DockerfileBump,
  DockerfileBumpChange,
  DockerfileBumpResult,
} from './types';
