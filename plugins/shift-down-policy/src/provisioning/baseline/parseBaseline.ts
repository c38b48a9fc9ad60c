/** Reads one version of the baseline; what is wrong with it is told, all at once. */
import type { Baseline, BaselineObject } from '../types';
import { checkTemplate } from './checkTemplate';
import { readYaml } from './readYaml';
import {
  baselineSchema,
  faultsOf,
  type BaselineDeclaration,
  type ObjectDeclaration,
} from './schema';

/** A file of a version of the baseline, by its path within the version's folder. @public */
export interface BaselineFile {
  path: string;
  content: string;
}

/** Its name in the folder of a version. @public */
export const BASELINE_FILE = 'baseline.yaml';

/**
 * Parses the files of one version. Never throws: a version that is wrong anywhere is no
 * version, and the problems name files and fields.
 *
 * @param location - Of the version's folder, for people.
 * @param options - `controls`: ids that objects may say they are there for.
 * @public
 */
export function parseBaseline(
  files: readonly BaselineFile[],
  location: string,
  { controls }: { controls: ReadonlySet<string> },
): { baseline?: Baseline; problems: string[] } {
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const refuse = (path: string, faults: string[]) => ({
    problems: faults.map(fault => `${location}/${path}: ${fault}`),
  });

  const declared = read(contents, BASELINE_FILE);
  if ('fault' in declared) {
    return refuse(BASELINE_FILE, [declared.fault]);
  }
  const { success, data, error } = baselineSchema.safeParse(declared.value);
  if (!success) {
    return refuse(BASELINE_FILE, faultsOf(error));
  }
  const { spec } = data;
  const { problems } = refuse(BASELINE_FILE, [
    ...contradictions(data, controls),
    ...forgotten(data, [...contents.keys()]),
  ]);
  const objects: BaselineObject[] = [];
  for (const [index, declaration] of spec.objects.entries()) {
    const { file } = declaration;
    const template = read(contents, file);
    const faults =
      'fault' in template
        ? [template.fault]
        : checkTemplate(declaration, template.value, index === 0);
    problems.push(...refuse(file, faults).problems);
    if ('value' in template) {
      objects.push(toObject(declaration, template.value));
    }
  }
  problems.push(...refuse(BASELINE_FILE, sameNames(objects)).problems);
  if (problems.length > 0) {
    return { problems };
  }
  return {
    baseline: {
      version: spec.version,
      notes: spec.notes,
      podSecurityVersion: spec.podSecurityVersion,
      objects,
      location,
    },
    problems: [],
  };
}

function read(contents: ReadonlyMap<string, string>, path: string) {
  const content = contents.get(path);
  return content === undefined ? { fault: 'is not there' } : readYaml(content);
}

/** What is well-formed by itself and makes no sense together. */
function contradictions(
  { spec }: BaselineDeclaration,
  controls: ReadonlySet<string>,
): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  for (const [index, object] of spec.objects.entries()) {
    const field = `spec.objects.${index}`;
    if (ids.has(object.id)) {
      faults.push(`${field}.id: '${object.id}' is there twice`);
    }
    ids.add(object.id);
    for (const control of object.controls) {
      if (!controls.has(control)) {
        faults.push(
          `${field}.controls: there is no control '${control}' in the catalogue`,
        );
      }
    }
  }
  return faults;
}

/** A file that somebody forgot to name would silently not be made. */
function forgotten({ spec }: BaselineDeclaration, paths: string[]): string[] {
  const named = new Set(spec.objects.map(({ file }) => file));
  return paths
    .filter(
      path =>
        path !== BASELINE_FILE && /\.ya?ml$/i.test(path) && !named.has(path),
    )
    .map(path => `spec.objects: none of them names the file ${path}`);
}

function sameNames(objects: readonly BaselineObject[]): string[] {
  const byIdentity = new Map<string, BaselineObject>();
  const faults: string[] = [];
  for (const object of objects) {
    const identity = identityOf(object);
    const other = byIdentity.get(identity);
    // The two presets exclude each other.
    if (other && !(other.limits && object.limits !== other.limits)) {
      faults.push(
        `spec.objects: '${object.id}' and '${other.id}' are the same object`,
      );
    }
    byIdentity.set(identity, object);
  }
  return faults;
}

function identityOf({ template }: BaselineObject): string {
  const { apiVersion, kind, metadata } = {
    ...(template as Record<string, unknown> | null),
  };
  const { name } = { ...(metadata as Record<string, unknown> | undefined) };
  return JSON.stringify([apiVersion, kind, name]);
}

function toObject(
  declaration: ObjectDeclaration,
  template: BaselineObject['template'],
): BaselineObject {
  const { id, title, controls, forEach, limits, madeByCluster } = declaration;
  return {
    id,
    title,
    controls: [...new Set(controls)],
    ...(forEach && { forEach }),
    ...(limits && { limits }),
    madeByCluster,
    template,
  };
}
