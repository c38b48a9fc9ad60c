import type {
  BaselineList,
  BaselineSummary,
} from '@shift-down/plugin-shift-down-common/client';
import {
  compareBaselines,
  type Baseline,
} from '@shift-down/plugin-shift-down-policy';
import { countByBaseline } from '../../../database/operations/provisioning/read/countByBaseline';
import type { ProvisioningReader } from '../ProvisioningCatalog';
import type { ProvisioningContext } from '../ProvisioningContext';
import { toControlReferences } from './controls';

/** What went wrong may name repositories; those who don't run them are told that it did. */
const PROBLEM =
  'Not all versions of the baseline could be read. The platform team can see why.';

/** Versions of the baseline, the newest first. */
export async function listBaselines(
  { database, provisioning }: ProvisioningContext,
  reader: ProvisioningReader,
): Promise<BaselineList> {
  const [{ baselines, current, problems }, counts] = await Promise.all([
    provisioning.baselines.current(),
    countByBaseline(database, reader.namespaces),
  ]);
  const { mayManage, namespaces } = reader;
  return {
    items: baselines.map((baseline, index) =>
      toSummary(baseline, {
        before: baselines[index + 1],
        current,
        namespaces: counts.get(baseline.version) ?? 0,
      }),
    ),
    problems:
      namespaces === 'everything' || problems.length === 0
        ? problems
        : [PROBLEM],
    mayManage,
  };
}

function toSummary(
  baseline: Baseline,
  facts: {
    before: Baseline | undefined;
    current: Baseline | undefined;
    namespaces: number;
  },
): BaselineSummary {
  return {
    version: baseline.version,
    notes: baseline.notes,
    isCurrent: baseline.version === facts.current?.version,
    podSecurityVersion: baseline.podSecurityVersion,
    objects: baseline.objects.map(({ controls, id, title }) => ({
      id,
      title,
      controls: toControlReferences(controls),
    })),
    namespaces: facts.namespaces,
    // The first has nothing to be compared with.
    changes: facts.before ? compareBaselines(facts.before, baseline) : [],
  };
}
