/**
 * The @nestjs/cqrs commands of a workflow, drawn from its declaration: one class and one handler each. A class carries
 * class-validator metadata in which every property is judged by its own field, so the two cannot disagree. The bus only
 * hands a command to the engine; nothing durable happens by way of it.
 */
import { Inject, type Type } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional, registerDecorator } from 'class-validator';
import type { Workflow } from '../declare/builder.js';
import type { Declaration } from '../declare/declaration.js';
import type { Field, Problem } from '../declare/fields/field.js';
import type { Bag, FormOf } from '../declare/types.js';
import type { Engine } from '../decide/execute.js';
import type { CommandRequest } from '../decide/request.js';
import type { Outcome } from '../decide/refusal.js';
import type { Spoken } from '../words/sentence.js';
import { ruleTexts } from '../words/engine-texts.js';
import { ENGINE } from './ports.js';

/** Who issues a command, for which case, under which id: all of a request but what the class itself says. */
export type Issued = Omit<CommandRequest, 'workflow' | 'command' | 'form'>;

/** A command as sent over the bus; its own properties are the fields of its form. */
export abstract class IssuedCommand extends Command<Outcome> {
  readonly #request: CommandRequest;

  protected constructor(request: CommandRequest) {
    super();
    this.#request = request;
  }

  /** What the engine is asked. A function, so that no field of a form can stand in its place. */
  static requestOf(command: IssuedCommand): CommandRequest {
    return command.#request;
  }
}

/** `CommandClass<{ runner: string; doneBy?: string }>` makes commands with these properties. */
export type CommandClass<F> = abstract new (form: F, issued: Issued) => IssuedCommand & Readonly<F>;

type CommandName<W> = W extends { readonly types?: infer B }
  ? NonNullable<B> extends Bag
    ? keyof NonNullable<B>['commands'] & string
    : never
  : never;

type AnyClass = Type<IssuedCommand>;

const made = new WeakMap<Declaration, Map<string, AnyClass>>();

/**
 * The base class of a command, the same one for every call; what extends it is executed by the generated handler.
 * @throws RangeError for a command that is not the workflow's.
 * @example
 * export class TakeErrand extends commandOf(errand, 'TakeErrand') {}
 * await bus.execute(new TakeErrand({ runner: 'li' }, { target: id, requester: { kind: 'person', id: 'li' } }));
 */
export function commandOf<W extends Pick<Workflow<Bag>, 'declaration'>, const N extends CommandName<W>>(
  workflow: W,
  name: N,
): CommandClass<FormOf<W, N>> {
  return classFor(workflow.declaration, name) as unknown as CommandClass<FormOf<W, N>>;
}

/** Every command of a workflow, by name. */
export function commandClasses({ declaration }: Pick<Spoken, 'declaration'>): ReadonlyMap<string, AnyClass> {
  for (const name of Object.keys(declaration.commands)) classFor(declaration, name);
  return made.get(declaration) ?? new Map<string, AnyClass>();
}

/** A command whose form came from outside and is still to be judged by the engine. */
export function issue(declaration: Declaration, name: string, form: unknown, issued: Issued): IssuedCommand {
  return new (classFor(declaration, name))(form, issued);
}

/** One handler for each command, to be provided where the bus looks for them. */
export function commandHandlers(spoken: Pick<Spoken, 'declaration'>): Type<ICommandHandler>[] {
  return [...commandClasses(spoken)].map(([name, command]) => {
    class Handler extends EngineHandler {}
    Object.defineProperty(Handler, 'name', { value: `${name}Handler` });
    CommandHandler(command)(Handler);
    return Handler;
  });
}

class EngineHandler implements ICommandHandler<IssuedCommand, Outcome> {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  execute(command: IssuedCommand): Promise<Outcome> {
    return this.engine.execute(IssuedCommand.requestOf(command));
  }
}

function classFor(declaration: Declaration, name: string): AnyClass {
  const declared = Object.hasOwn(declaration.commands, name) ? declaration.commands[name] : undefined;
  if (!declared) throw new RangeError(`${declaration.name} has no command ${name}`);
  const known = made.get(declaration) ?? new Map<string, AnyClass>();
  made.set(declaration, known);
  const existing = known.get(name);
  if (existing) return existing;
  const fields = Object.entries(declared.form);
  const Made = class extends IssuedCommand {
    constructor(form: unknown, issued: Issued) {
      super({ ...issued, workflow: declaration.name, command: name, form });
      // Only declared names become properties, as own ones: a body cannot reach the prototype.
      for (const [field] of fields)
        Object.defineProperty(this, field, { value: memberOf(form, field), enumerable: true });
    }
  };
  Object.defineProperty(Made, 'name', { value: name });
  for (const [field, by] of fields) judgedBy(by, Made, field);
  known.set(name, Made);
  return Made;
}

function memberOf(form: unknown, name: string): unknown {
  return typeof form === 'object' && form !== null && Object.hasOwn(form, name)
    ? (form as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** class-validator's rule for a property: the field's own. */
function judgedBy(field: Field, target: AnyClass, propertyName: string): void {
  if (field.traits.optional) IsOptional()(target.prototype as object, propertyName);
  const broken = (value: unknown): readonly Problem[] => {
    const problems: Problem[] = [];
    field.parse(value, `/${propertyName}`, problems);
    return problems;
  };
  registerDecorator({
    name: field.kind,
    target,
    propertyName,
    validator: {
      validate: (value: unknown) => broken(value).length === 0,
      defaultMessage: (judged) =>
        broken(judged?.value)
          .map(({ pointer, rule }) => `${pointer} ${ruleTexts[rule][1]}`)
          .join('; '),
    },
  });
}
