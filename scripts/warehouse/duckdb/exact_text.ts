import dataAccessors from '@duckdb/node-api/lib/vectors/dataAccessors.js';

/**
 * The client's decoder takes a leading U+FEFF for a byte order mark and drops it, from the values of a result and from the
 * arguments of JavaScript functions. In a column it is a character like any other.
 */
export function keepLeadingByteOrderMarks(): void {
  Object.defineProperty(dataAccessors, 'textDecoder', {
    value: new TextDecoder('utf-8', { ignoreBOM: true }),
  });
}
