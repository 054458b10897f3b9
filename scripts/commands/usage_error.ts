import type { Command, CommanderError } from 'commander';
import { CallError, ExitCode, KeyfastError, type Fault } from '../errors.ts';

/** `option '--wait <seconds>' argument 'soon' is invalid. It is a whole number …` */
const INVALID =
  /^(?<message>(?:option '.+?' (?:argument|value)|command-argument value) '(?<value>[^]*)'(?: from env '.+?')? is invalid(?: for argument '.+?')?)\. (?<allowed>[^]+?)\.?$/;
/** `unknown command 'lod' (Did you mean load?)` */
const UNKNOWN =
  /^(?<message>unknown .+? '(?<value>[^]*?)')(?: \(Did you mean (?:one of )?(?<allowed>.+)\?\))?$/;
/** How commander, and those who throw its errors, begin a sentence on what is allowed. */
const ALLOWED = /^(?:Allowed choices are|It is) /;

/** What commander refuses, as an error like all others: what is wrong, what is allowed, and where to read on. */
export function usageError(error: CommanderError, program: Command): KeyfastError {
  const called = calledCommand(program);
  const help = `${['keyfast', ...namesOf(called)].join(' ')} --help`;
  const [first, ...others] = missingIn(called);
  if (first && MISSING.has(error.code)) return new KeyfastError(ExitCode.wrongCall, [first, ...others], help);
  // Its help, which nobody asked for, is what commander has to say to a group that is called without a command.
  if (error.code === 'commander.help') {
    return new CallError(
      { code: 'BAD_CALL', message: 'A command is missing', allowed: subcommandsOf(called) },
      help,
    );
  }
  const text = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  const { message = text, value, allowed } = (INVALID.exec(text) ?? UNKNOWN.exec(text))?.groups ?? {};
  const known =
    allowed?.replace(ALLOWED, '') ??
    (error.code === 'commander.unknownCommand' ? subcommandsOf(called) : undefined);
  return new CallError(
    {
      code: 'BAD_CALL',
      message: `${message.charAt(0).toUpperCase()}${message.slice(1)}`,
      ...(value !== undefined && { value }),
      ...(known !== undefined && { allowed: known }),
    },
    help,
  );
}

/** As deep as the words lead: `ids explain`. */
function calledCommand(program: Command): Command {
  const [word] = program.args;
  const next = program.commands.find((command) => command.name() === word);
  return next ? calledCommand(next) : program;
}

function namesOf(command: Command): readonly string[] {
  return command.parent ? [...namesOf(command.parent), command.name()] : [];
}

function subcommandsOf(command: Command): string {
  return command.commands.map((subcommand) => subcommand.name()).join(', ');
}

const MISSING = new Set(['commander.missingArgument', 'commander.missingMandatoryOptionValue']);

/** Every argument and every option that the call must have and hasn't: commander stops at the first. */
function missingIn(command: Command): Fault[] {
  const missing = [
    ...command.registeredArguments
      .slice(command.args.length)
      .flatMap((argument) =>
        argument.required
          ? [{ name: `<${argument.name()}>`, what: argument.description, allowed: argument.argChoices }]
          : [],
      ),
    ...command.options.flatMap((option) =>
      option.mandatory && command.getOptionValue(option.attributeName()) === undefined
        ? [{ name: option.flags, what: option.description, allowed: option.argChoices }]
        : [],
    ),
  ];
  return missing.map(({ name, what, allowed }) => ({
    code: 'BAD_CALL',
    message: `${name} is missing: ${what}`,
    ...(allowed && { allowed: allowed.join(', ') }),
  }));
}
