/** Compiles a syntax tree, node by node. */
import { LIBRARIES } from '../libraries';
import type { Overload } from '../overloads';
import { DYN, typeOf, type Type } from '../staticTypes';
import { Invalid, Unsupported, type Syntax } from '../syntax';
import type { CelOptions } from '../types';
import { readValue, TypeValue } from '../values';
import { compileField, compileHas, compileIndex } from './access';
import { compileCall } from './calls';
import {
  placeText,
  type Code,
  type Compiler,
  type Macro,
  type Place,
  type Scope,
} from './code';
import { COMPREHENSIONS } from './comprehensions';
import { compileList, compileLiteral, compileMap, constant } from './literals';
import { compileLogic, compileTernary } from './logic';
import { checkLiterals } from './literalArguments';
import { POLICY_VARIABLES, VARIABLE_TYPES } from './objectTypes';
import { compileBinary, compileUnary } from './operators';
import { OPTIONAL_MACROS } from './optionals';

const NEWEST_MINOR = 36;

const MACROS: Readonly<Record<string, Macro>> = {
  ...COMPREHENSIONS,
  ...OPTIONAL_MACROS,
};

const TYPE_NAMES = new Set([
  'bool',
  'bytes',
  'double',
  'int',
  'list',
  'map',
  'null_type',
  'optional_type',
  'string',
  'type',
  'uint',
  'google.protobuf.Duration',
  'google.protobuf.Timestamp',
  'net.CIDR',
  'net.IP',
]);

/** `a.b.c` of names alone, as in `google.protobuf.Duration` or `ip.isCanonical`. */
function qualifiedName(syntax: Syntax): string | undefined {
  if (syntax.op === 'id') {
    return syntax.args;
  }
  if (syntax.op !== '.') {
    return undefined;
  }
  const holder = qualifiedName(syntax.args[0]);
  return holder && `${holder}.${syntax.args[1]}`;
}

export class ProgramCompiler implements Compiler {
  readonly reads: Place[] = [];
  private readonly source: string;
  private readonly options: CelOptions;
  private readonly variables: ReadonlySet<string>;

  constructor(source: string, options: CelOptions) {
    this.source = source;
    this.options = options;
    this.variables = new Set(options.variables);
  }

  noteRead(place: Place | undefined): void {
    if (place) {
      this.reads.push(place);
    }
  }

  compile(syntax: Syntax, scope: Scope): Code {
    const code = this.compileHolder(syntax, scope);
    if (code.place && isReading(syntax)) {
      this.noteRead(code.place);
    }
    return code;
  }

  compileHolder(syntax: Syntax, scope: Scope): Code {
    switch (syntax.op) {
      case 'value':
        return compileLiteral(syntax, this.source);
      case 'id':
        return this.compileName(syntax.args, syntax.start, scope);
      case '.':
      case '.?':
        return (
          this.compileTypeName(syntax, scope) ??
          compileField(this, syntax, scope)
        );
      case '[]':
      case '[?]':
        return compileIndex(this, syntax, scope);
      case 'list':
        return compileList(this, syntax, scope);
      case 'map':
        return compileMap(this, syntax, scope);
      case '?:':
        return compileTernary(this, syntax, scope);
      case '||':
      case '&&':
        return compileLogic(this, syntax, scope);
      case '!_':
      case '-_':
        return compileUnary(this, syntax, scope);
      case 'call':
        return this.compileGlobal(syntax, scope);
      case 'rcall':
        return this.compileMethod(syntax, scope);
      default:
        return compileBinary(this, syntax, scope);
    }
  }

  typeOfVariable(holder: Syntax, name: string, scope: Scope): Type | undefined {
    const { variableTypes } = this.options;
    if (
      !variableTypes ||
      holder.op !== 'id' ||
      holder.args !== 'variables' ||
      scope.locals.some(local => local.name === 'variables')
    ) {
      return undefined;
    }
    if (!Object.hasOwn(variableTypes, name)) {
      throw new Invalid(`undefined field '${name}'`, holder.start);
    }
    return typeOf(variableTypes[name]);
  }

  private isDeclared(name: string, scope: Scope): boolean {
    return (
      this.variables.has(name) ||
      scope.locals.some(local => local.name === name)
    );
  }

  private knownType(name: string): Type | undefined {
    const { unknownNames, variableTypes } = this.options;
    if (unknownNames === 'unsupported') {
      return undefined;
    }
    if (name === 'variables' && variableTypes) {
      return POLICY_VARIABLES;
    }
    return Object.hasOwn(VARIABLE_TYPES, name)
      ? VARIABLE_TYPES[name]
      : undefined;
  }

  private undeclared(name: string, position: number): Invalid | Unsupported {
    return this.options.unknownNames === 'unsupported'
      ? new Unsupported(`\`${name}\` is not known here`)
      : new Invalid(
          `undeclared reference to '${name}' (in container '')`,
          position,
        );
  }

  /** The server takes new policies only with what its predecessor knew, for a way back. */
  private has({ since }: { since: number }): boolean {
    return since < (this.options.minorVersion ?? NEWEST_MINOR);
  }

  private compileName(name: string, position: number, scope: Scope): Code {
    const local = scope.locals.findLast(one => one.name === name);
    if (local) {
      const { slot, type, place } = local;
      const text = place ? placeText(place) : name;
      return {
        type,
        place,
        run: frame => {
          frame.meter.spend(1);
          return readValue(frame.locals[slot], text);
        },
      };
    }
    if (this.variables.has(name)) {
      return {
        type: this.knownType(name) ?? DYN,
        place: { variable: name, path: [] },
        run: frame => {
          frame.meter.spend(1);
          return readValue(frame.variables[name], name);
        },
      };
    }
    if (TYPE_NAMES.has(name)) {
      return {
        ...constant(new TypeValue(name)),
        type: typeOf(`type(${name})`),
      };
    }
    throw this.undeclared(name, position);
  }

  private compileTypeName(syntax: Syntax, scope: Scope): Code | undefined {
    const name = qualifiedName(syntax);
    return name !== undefined &&
      TYPE_NAMES.has(name) &&
      !this.isDeclared(name.split('.')[0], scope)
      ? { ...constant(new TypeValue(name)), type: typeOf('type') }
      : undefined;
  }

  private overloadsOf(name: string): readonly Overload[] {
    return (LIBRARIES.get(name) ?? []).filter(overload => this.has(overload));
  }

  private compileGlobal(
    syntax: Extract<Syntax, { op: 'call' }>,
    scope: Scope,
  ): Code {
    const [name, args] = syntax.args;
    if (name === 'has') {
      return compileHas(this, args, syntax.start, scope);
    }
    return this.compileFunction(name, undefined, args, syntax, scope);
  }

  private compileMethod(
    syntax: Extract<Syntax, { op: 'rcall' }>,
    scope: Scope,
  ): Code {
    const [name, target, args] = syntax.args;
    const macro = MACROS[`${name}/${args.length}`];
    if (macro && this.has(macro)) {
      return macro.compile(this, { syntax, target, args }, scope);
    }
    const holder = qualifiedName(target);
    if (holder !== undefined && !this.isDeclared(holder.split('.')[0], scope)) {
      const qualified = `${holder}.${name}`;
      if (this.overloadsOf(qualified).length > 0) {
        return this.compileFunction(qualified, undefined, args, syntax, scope);
      }
    }
    return this.compileFunction(name, target, args, syntax, scope);
  }

  private compileFunction(
    name: string,
    target: Syntax | undefined,
    args: readonly Syntax[],
    syntax: Syntax,
    scope: Scope,
  ): Code {
    const overloads = this.overloadsOf(name);
    const receiver = target && this.compile(target, scope);
    if (overloads.length === 0) {
      throw this.undeclared(name, syntax.start);
    }
    const argumentScope =
      name === 'format' && target ? { ...scope, mixedLiterals: true } : scope;
    const codes = args.map(arg => this.compile(arg, argumentScope));
    const all = receiver ? [receiver, ...codes] : codes;
    checkLiterals(name, all, syntax.start);
    return compileCall(
      name,
      overloads,
      all,
      receiver !== undefined,
      syntax.start,
    );
  }
}

/** Calls hand a place on, yet what they read was noted when they were compiled. */
function isReading(syntax: Syntax): boolean {
  return ['id', '.', '.?', '[]', '[?]'].includes(syntax.op);
}
