/** A Dockerfile as its checks see it: stages, what each is built on, and its variables. */
import {
  type Arg,
  type Dockerfile,
  DockerfileParser,
  type Env,
  type From,
  type Instruction,
  type Onbuild,
} from 'dockerfile-ast';
import type { TextRange } from '../types';
import {
  type Expansion,
  type Lookup,
  Scope,
  type VariableValue,
  expandWord,
} from './variables';

/** What a stage is built on. */
export type Base =
  | { type: 'scratch' }
  | { type: 'stage'; stage: Stage }
  | { type: 'image'; reference: string }
  | { type: 'unresolved'; written: string; variable: string };

export interface Stage {
  /** The name that AS gives, or `stage 0`. */
  name: string;
  /** In lower case, as later instructions may call it. */
  alias?: string;
  base: Base;
  /** Where the base is written. */
  baseRange: TextRange;
  instructions: StageInstruction[];
  /** What ENV set by the end of the stage, which stages built on it inherit. */
  environment: Map<string, VariableValue>;
}

export interface StageInstruction {
  instruction: Instruction;
  /** Behind ONBUILD: done in builds on this image only. */
  onBuild: boolean;
  /** Expands a word with the variables that are set where the instruction stands. */
  expand(word: string): Expansion;
}

export interface ParsedDockerfile {
  stages: Stage[];
  /** ARG instructions in front of the first stage. */
  globalArguments: Arg[];
  /** Finds an earlier stage by the name or index that COPY --from gives. */
  stageNamed(name: string, before: Stage): Stage | undefined;
}

/** Set by the builder for each platform, so that no file tells their values. */
const SET_BY_BUILDER =
  /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT|OSVERSION)$/;

export function parseDockerfile(
  text: string,
  buildArguments: Readonly<Record<string, string>>,
): ParsedDockerfile {
  const file = DockerfileParser.parse(text);
  const given = new Map(Object.entries(buildArguments));
  const globals = globalValues(file, given);
  const stages: Stage[] = [];
  let current: Stage | undefined;
  let scope = new Scope([]);

  for (const instruction of file.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      current = startStage(instruction as From, stages, globals, file);
      scope = new Scope(current.environment);
      stages.push(current);
    } else if (current) {
      if (isDeclaration(instruction)) {
        declare(instruction, scope, current, globals, given, file);
      }
      current.instructions.push(
        ...stageInstructions(instruction, scope.lookup(), file),
      );
    }
  }
  return {
    stages,
    globalArguments: file.getInitialARGs(),
    stageNamed: (name, before) => {
      const earlier = stages.slice(0, stages.indexOf(before));
      return /^\d+$/.test(name)
        ? earlier[Number(name)]
        : earlier.findLast(stage => stage.alias === name.toLowerCase());
    },
  };
}

/** Lines and columns from 1. */
export function rangeOf(place: {
  start: { line: number; character: number };
  end: { line: number; character: number };
}): TextRange {
  return {
    line: place.start.line + 1,
    column: place.start.character + 1,
    endLine: place.end.line + 1,
    endColumn: place.end.character + 1,
  };
}

function globalValues(
  file: Dockerfile,
  given: Map<string, string>,
): Map<string, VariableValue> {
  const values = new Map<string, VariableValue>();
  const lookup = globalLookup(values);
  for (const property of file.getInitialARGs().flatMap(propertiesOf)) {
    const passed = given.get(property.getName());
    const written = property.getUnescapedValue();
    if (passed !== undefined) {
      values.set(property.getName(), { text: passed });
    } else {
      values.set(
        property.getName(),
        written === null
          ? 'unknown'
          : asValue(expandWord(written, lookup, file.getEscapeCharacter())),
      );
    }
  }
  return values;
}

function globalLookup(values: Map<string, VariableValue>): Lookup {
  return name =>
    values.get(name) ?? (SET_BY_BUILDER.test(name) ? 'unknown' : 'unset');
}

function startStage(
  from: From,
  earlier: Stage[],
  globals: Map<string, VariableValue>,
  file: Dockerfile,
): Stage {
  const written = from.getImage() ?? '';
  const base = baseOf(
    written,
    expandWord(written, globalLookup(globals), file.getEscapeCharacter()),
    earlier,
  );
  const alias = from.getBuildStage();
  return {
    name: alias ?? `stage ${earlier.length}`,
    ...(alias !== null && { alias: alias.toLowerCase() }),
    base,
    baseRange: rangeOf(from.getImageRange() ?? from.getRange()),
    instructions: [],
    environment: new Map(base.type === 'stage' ? base.stage.environment : []),
  };
}

function baseOf(written: string, expansion: Expansion, earlier: Stage[]): Base {
  if ('unresolved' in expansion) {
    return { type: 'unresolved', written, variable: expansion.unresolved };
  }
  const reference = expansion.text;
  if (reference === '') {
    return { type: 'unresolved', written, variable: '' };
  }
  if (reference === 'scratch') {
    return { type: 'scratch' };
  }
  const stage = earlier.findLast(
    ({ alias }) => alias === reference.toLowerCase(),
  );
  return stage ? { type: 'stage', stage } : { type: 'image', reference };
}

function stageInstructions(
  instruction: Instruction,
  lookup: Lookup,
  file: Dockerfile,
): StageInstruction[] {
  const expand = (word: string) =>
    expandWord(word, lookup, file.getEscapeCharacter());
  if (instruction.getKeyword() !== 'ONBUILD') {
    return [{ instruction, onBuild: false, expand }];
  }
  const trigger = (instruction as Onbuild).getTriggerInstruction();
  return trigger ? [{ instruction: trigger, onBuild: true, expand }] : [];
}

function isDeclaration(instruction: Instruction): instruction is Arg | Env {
  return ['ARG', 'ENV'].includes(instruction.getKeyword());
}

/** Within one instruction, names have the values that they had before it. */
function declare(
  instruction: Arg | Env,
  scope: Scope,
  { environment }: Stage,
  globals: Map<string, VariableValue>,
  given: Map<string, string>,
  file: Dockerfile,
): void {
  const before = scope.lookup();
  for (const property of propertiesOf(instruction)) {
    const name = property.getName();
    const written = property.getUnescapedValue();
    const value = () =>
      written === null
        ? globals.get(name) ?? 'unknown'
        : asValue(expandWord(written, before, file.getEscapeCharacter()));
    if (instruction.getKeyword() === 'ENV') {
      const set = value();
      scope.set(name, set);
      environment.set(name, set);
    } else if (!environment.has(name)) {
      const passed = given.get(name);
      scope.set(name, passed === undefined ? value() : { text: passed });
    }
  }
}

function asValue(expansion: Expansion): VariableValue {
  return 'unresolved' in expansion ? 'unknown' : expansion;
}

/** ARG takes several names as well; the parser's type hides that. */
export function propertiesOf(instruction: Arg | Env) {
  return (instruction as Env).getProperties();
}
