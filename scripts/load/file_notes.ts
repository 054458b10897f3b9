import type { CsvFile } from './csv_file.ts';

/** What a person should know of a file that is sound, once its rows are read. */
export function fileNotes(csv: CsvFile): string[] {
  const notes: string[] = [];
  if (csv.hadByteOrderMark) notes.push('the UTF-8 byte order mark was left out');
  if (csv.isOurs) notes.push('keyfast_ columns were passed over, and cells read as Keyfast writes them');
  const { count, firstLine } = csv.rowsWithLostCharacters;
  if (count > 0) {
    const rows = count === 1 ? 'one row' : `${count.toLocaleString('en-US')} rows`;
    notes.push(
      `U+FFFD stands for characters that were lost before the file came here, in ${rows}, first on line ${firstLine}`,
    );
  }
  return notes;
}
