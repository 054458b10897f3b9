import colors from 'picocolors';

/** Colours and weights, or none at all. */
export type Style = ReturnType<typeof colors.createColors>;

interface Stream {
  readonly isTTY?: boolean;
}

/** Colour only where a person looks at a terminal, and not against the convention of https://no-color.org. */
export function styleFor(stream: Stream, environment: NodeJS.ProcessEnv): Style {
  const refused = (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  return colors.createColors(stream.isTTY === true && !refused);
}
