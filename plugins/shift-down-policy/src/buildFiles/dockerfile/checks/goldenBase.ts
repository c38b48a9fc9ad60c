/**
 * The final stage is built on a golden image, directly or through earlier stages: what the
 * platform maintains below the application is only maintained there.
 */
import type { DockerfileCheck } from '../Check';
import { goldenImageOf, rootOf } from '../golden';
import { unresolvedBase } from '../images';

export const goldenBase: DockerfileCheck = {
  rule: 'golden-base',
  evaluate(file, { goldenImages = [] }) {
    if (goldenImages.length === 0) {
      return {
        faults: [],
        doubts: [],
        notApplicable: 'no golden images are named to compare with',
      };
    }
    const final = file.stages[file.stages.length - 1];
    const { stage, base } = rootOf(final);
    if (base.type === 'unresolved') {
      return {
        faults: [],
        doubts: [
          { reason: unresolvedBase(stage, base), range: stage.baseRange },
        ],
      };
    }
    if (goldenImageOf(base, goldenImages)) {
      return { faults: [], doubts: [] };
    }
    const written = base.type === 'scratch' ? 'scratch' : base.reference;
    const golden = goldenImages.map(({ repository }) => repository).join(', ');
    return {
      faults: [
        {
          component: final.name,
          message: `${final.name}: the final stage is built on ${written}, which is no golden image (${golden})`,
          range: stage.baseRange,
        },
      ],
      doubts: [],
    };
  },
};
