/** Reads everything that is to be checked, and tells by its content what each file is. */
import { basename, isAbsolute, relative, sep } from 'node:path';
import {
  isTerraformPlan,
  manifestsOfTerraformPlan,
  type JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import {
  findFiles,
  isBuildFileName,
  type FoundFile,
  type SkippedFolders,
} from './findFiles';
import { jsonFieldOffset } from './jsonFields';
import { addManifests } from './manifestsOf';
import { Lines } from './positions';
import { readText } from './readText';
import type { Inputs, Position } from './types';
import { yamlDocuments } from './yamlDocuments';

export interface ReadingOptions extends SkippedFolders {
  /** In bytes. */
  maximumFileSize: number;
}

/** Never throws for what it reads: what can't be read is a problem in the answer. */
export async function readInputs(
  paths: readonly string[],
  options: ReadingOptions,
): Promise<Inputs> {
  const { files, problems } = await findFiles(paths, options);
  const inputs: Inputs = {
    files: files.length,
    manifests: [],
    buildFiles: [],
    notEvaluated: [],
    problems,
  };
  for (const file of files) {
    readFile(file, options, inputs);
  }
  return inputs;
}

/** As people and reports name a file: relative to the working folder where it lies in it. */
export function shownPath(path: string): string {
  if (path === '-') {
    return path;
  }
  const inside = relative(process.cwd(), path);
  const shown = inside.startsWith('..') || isAbsolute(inside) ? path : inside;
  return shown.split(sep).join('/');
}

function readFile(
  { path, named }: FoundFile,
  { maximumFileSize }: ReadingOptions,
  inputs: Inputs,
): void {
  const file = shownPath(path);
  const read = readText(path, maximumFileSize);
  if ('error' in read) {
    inputs.problems.push({ file, message: read.error });
  } else if (isBuildFileName(basename(path)) || isBuildFile(read.text)) {
    inputs.buildFiles.push({ file, text: read.text });
  } else if (/^\s*[[{]/.test(read.text)) {
    readJson(file, named, read.text, inputs);
  } else {
    readYaml(file, read.text, inputs);
  }
}

/** Its first instruction is FROM, or an ARG that one follows. */
function isBuildFile(text: string): boolean {
  const first = /^(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*(FROM|ARG)[ \t]+[^\s:]+/i.exec(
    text.slice(0, 64_000),
  );
  return (
    first !== null &&
    (first[1].toUpperCase() === 'FROM' || /^[ \t]*FROM[ \t]/im.test(text))
  );
}

function readJson(
  file: string,
  named: boolean,
  text: string,
  inputs: Inputs,
): void {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch {
    if (named || /"?(apiVersion|resource_changes)"?\s*:/.test(text)) {
      // YAML's flow style looks the same, and its reader says where an error is.
      readYaml(file, text, inputs);
    } else {
      inputs.notEvaluated.push({
        file,
        line: 1,
        column: 1,
        resource: '',
        reason: 'Neither JSON nor a manifest',
      });
    }
    return;
  }
  const lines = new Lines(text);
  const locate = (field: readonly (string | number)[]): Position =>
    lines.at(jsonFieldOffset(text, field));
  if (isTerraformPlan(value)) {
    readPlan(file, value, locate, inputs);
  } else {
    addManifests(value, { file, locate }, inputs);
  }
}

function readPlan(
  file: string,
  plan: JsonValue,
  locate: (field: readonly (string | number)[]) => Position,
  inputs: Inputs,
): void {
  const { manifests, notEvaluated } = manifestsOfTerraformPlan(plan);
  for (const { address, object, withheld, sourceOf } of manifests) {
    inputs.manifests.push({
      object,
      file,
      get position() {
        return locate(sourceOf([]).planPath);
      },
      origin: address,
      comment: '',
      withheld,
      locate: field => locate(sourceOf(field).planPath),
    });
  }
  for (const { address, reason } of notEvaluated) {
    inputs.notEvaluated.push({
      file,
      line: 1,
      column: 1,
      resource: address,
      reason,
    });
  }
}

function readYaml(file: string, text: string, inputs: Inputs): void {
  const lines = new Lines(text);
  for (const document of yamlDocuments(text)) {
    if ('error' in document) {
      inputs.problems.push({
        file,
        ...lines.at(document.offset),
        message: `${document.error}${templateHint(text)}`,
      });
    } else {
      addManifests(
        document.value,
        {
          file,
          source: /^# Source: (\S+)/m.exec(document.comment)?.[1],
          comment: document.comment,
          locate: field => lines.at(document.locate(field)),
        },
        inputs,
      );
    }
  }
}

function templateHint(text: string): string {
  return /\{\{-?\s/.test(text)
    ? '. It looks like a template: render it first, as in `helm template CHART | shift-down check -`'
    : '';
}
