import colors from 'picocolors';

/** How a report is written for whoever reads it: in colour or without, how wide, and how commands are called. */
export interface Style extends ReturnType<typeof colors.createColors> {
  /** Columns of a line. */
  readonly width: number;
  /** A text of ours with each `keyfast …` in it as this person calls it, such as `npx keyfast …`. */
  readonly asCalled: (text: string) => string;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A pipe or a file has no width: what goes there is read in a window or a pager that scrolls sideways. */
const WIDTH_OF_A_FILE = 160;
/** Not a file, a URL or a word with a hyphen in which the name stands too. */
const COMMAND = /(?<![\w./:-])keyfast(?= [a-z-])/g;

/** Colour only where a person looks at a terminal, and not against the convention of https://no-color.org. */
export function styleFor(stream: Stream, environment: NodeJS.ProcessEnv, program = 'keyfast'): Style {
  const isWatched = stream.isTTY === true;
  const refused = (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  return {
    ...colors.createColors(isWatched && !refused),
    width: isWatched && stream.columns ? stream.columns : WIDTH_OF_A_FILE,
    asCalled: (text) => text.replace(COMMAND, () => program),
  };
}
