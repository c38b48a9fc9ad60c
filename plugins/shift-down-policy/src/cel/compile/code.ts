/** What syntax is compiled into: closures over a frame, with what is known of them beforehand. */
import { CelError, type Meter } from '../failures';
import type { Syntax } from '../syntax';
import type { Type } from '../staticTypes';
import type { CelValue } from '../values';

/** One evaluation of a program. */
export interface Frame {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Variables of comprehensions, by the slot that compilation gave them; not read yet. */
  readonly locals: unknown[];
  readonly meter: Meter;
}

/** Where a value comes from: `object`, `spec`, `containers`, `*`. */
export interface Place {
  readonly variable: string;
  readonly path: readonly (string | number)[];
  /** Made of items of what stands there, so that indexes mean nothing. */
  readonly selection?: boolean;
}

/** A compiled expression. */
export interface Code {
  readonly type: Type;
  /** Throws what `failures.ts` has. */
  readonly run: (frame: Frame) => CelValue;
  readonly place?: Place;
  /** Of a literal. */
  readonly constant?: CelValue;
}

/** A variable of a comprehension. */
export interface Local {
  readonly name: string;
  readonly slot: number;
  readonly type: Type;
  readonly place?: Place;
}

export interface Scope {
  readonly locals: readonly Local[];
  /** Literals within may mix types, as in the argument of `format`. */
  readonly mixedLiterals?: boolean;
}

/** What the parts of the compiler share. */
export interface Compiler {
  /** Compiles what is used as it is, and takes note of what it reads. */
  compile(syntax: Syntax, scope: Scope): Code;
  /** Compiles what only leads on to a field or item. */
  compileHolder(syntax: Syntax, scope: Scope): Code;
  /** Of `variables.name`, where the types of the policy's variables are known. */
  typeOfVariable(holder: Syntax, name: string, scope: Scope): Type | undefined;
  noteRead(place: Place | undefined): void;
}

/** Compiles a call that is more than a function: `list.all(item, …)`, `has(a.b)`… */
export interface Macro {
  /** Minor version of Kubernetes that brought it. */
  readonly since: number;
  compile(compiler: Compiler, call: MacroCall, scope: Scope): Code;
}

export interface MacroCall {
  readonly syntax: Syntax;
  /** The receiver of a method. */
  readonly target: Syntax;
  readonly args: readonly Syntax[];
}

export function placeText(place: Place | undefined): string {
  if (!place) {
    return 'a value that it needs';
  }
  return place.path.reduce<string>((text, part) => {
    if (part === '*') {
      return `${text}[]`;
    }
    return typeof part === 'number' || !/^[A-Za-z_]\w*$/.test(part)
      ? `${text}[${JSON.stringify(part)}]`
      : `${text}.${part}`;
  }, place.variable);
}

export function placeOf(
  holder: Place | undefined,
  part: string | number,
): Place | undefined {
  return (
    holder && {
      variable: holder.variable,
      path: [
        ...holder.path,
        holder.selection && typeof part === 'number' ? '*' : part,
      ],
    }
  );
}

export const noOverload = () => new CelError('no such overload');
