/** What a pull request of a namespace says, and where. */
import { manifestYaml } from '@shift-down/plugin-shift-down-policy';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../database/provisioningTables';
import type { PullRequestTarget } from '../config';
import { manifestOf, withBaselineState } from '../objectRows';

/**
 * One for each namespace: what comes later takes the place of what was not merged.
 * @internal
 */
export function branchOf(
  { name }: Pick<ManagedNamespaceRow, 'name'>,
  cluster: string,
): string {
  return `shift-down/namespace-${inPath(cluster)}-${name}`;
}

/** @internal */
export function folderOf(
  { name }: Pick<ManagedNamespaceRow, 'name'>,
  { path }: PullRequestTarget,
): string {
  return `${path.replace(/\/+$/, '')}/${name}`;
}

/**
 * One file an object. Whoever applies the repository applies all of it, and nobody comes
 * afterwards to say that it is complete: the Namespace says so from the start.
 * @internal
 */
export function filesOf(
  objects: readonly ManagedObjectRow[],
  folder: string,
): { path: string; content: string }[] {
  return objects.map(row => {
    const manifest = manifestOf(row);
    const position = String(row.position).padStart(2, '0');
    return {
      path: `${folder}/${position}-${row.kind.toLowerCase()}-${inPath(
        row.name,
      )}.yaml`,
      content: manifestYaml(
        row.kind === 'Namespace'
          ? withBaselineState(manifest, 'complete')
          : manifest,
      ),
    };
  });
}

/** @internal */
export function textOf(
  row: ManagedNamespaceRow,
  cluster: string,
  verb: string,
): { title: string; body: string; commitMessage: string } {
  const title = `${verb} namespace ${row.name} in ${cluster}`;
  return {
    title,
    commitMessage: `${title}\n\nBaseline ${row.baseline_version} for ${row.owner_ref}\n`,
    body: [
      `The namespace \`${row.name}\` in \`${cluster}\`, for \`${row.owner_ref}\`, by baseline ${row.baseline_version}.`,
      'Apply all files of its folder: they make it secure together. Nothing of it is written to the cluster by the portal, which shows it as complete once it was seen there.',
      'The Namespace says that its baseline is complete, since nobody comes after the GitOps controller to say so. Where Pods could be made in between, have the controller apply the files in the order of their names.',
    ].join('\n\n'),
  };
}

function inPath(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
}
