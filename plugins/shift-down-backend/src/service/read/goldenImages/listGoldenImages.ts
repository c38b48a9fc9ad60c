import type { GoldenImageList } from '@shift-down/plugin-shift-down-common/client';
import { loadGoldenProblems } from '../../../database/operations/serve/goldenImages/loadGolden';
import {
  countElsewhere,
  countStanding,
} from '../../../database/operations/serve/goldenImages/standing';
import {
  loadReadScope,
  type Readable,
} from '../../../database/operations/serve/readScope';
import type { ServeContext } from '../../ServeContext';
import { loadGoldenContext } from './context';
import { toSummary } from './toSummary';

/** All golden images by name, with how what may be read stands on them. */
export async function listGoldenImages(
  context: ServeContext,
  readable: Readable,
): Promise<GoldenImageList> {
  const { database } = context;
  const scope = await loadReadScope(database, readable);
  const [golden, problems, standing, elsewhere] = await Promise.all([
    loadGoldenContext(context),
    loadGoldenProblems(database),
    countStanding(database, scope),
    countElsewhere(database, scope),
  ]);
  return {
    items: golden.index.images.map(image =>
      toSummary(golden, image, {
        standing: standing.filter(it => it.image === image.name),
        problems: problems.get(image.name) ?? [],
      }),
    ),
    elsewhere,
  };
}
