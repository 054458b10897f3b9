/** How far into a file the NULs of a UTF-16 without byte order mark are looked for. */
const SAMPLE_BYTES = 4096;

const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0xff, 0xfe, 0x00, 0x00], what: 'UTF-32 (little-endian) text' },
  { bytes: [0x00, 0x00, 0xfe, 0xff], what: 'UTF-32 (big-endian) text' },
  { bytes: [0xff, 0xfe], what: 'UTF-16 (little-endian) text' },
  { bytes: [0xfe, 0xff], what: 'UTF-16 (big-endian) text' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook (.xls)' },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document' },
];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** What the file is by its first bytes, when that is something else than UTF-8 text. */
export function nonCsvSignature(firstBytes: Buffer): string | undefined {
  if (startsWith(firstBytes, ZIP)) {
    const isWorkbook = firstBytes.includes('[Content_Types].xml') || firstBytes.includes('xl/');
    return isWorkbook ? 'an Excel workbook (.xlsx) under another name' : 'a zip archive';
  }
  return (
    SIGNATURES.find((signature) => startsWith(firstBytes, signature.bytes))?.what ??
    unmarkedUtf16(firstBytes) ??
    otherText(firstBytes)
  );
}

/** By the character that text of another kind begins with, and that no header of ours does. */
function otherText(firstBytes: Buffer): string | undefined {
  const [start = ''] = firstBytes.subarray(0, SAMPLE_BYTES).toString('utf8').trimStart();
  if (start === '{' || start === '[') return 'a JSON document';
  return start === '<' ? 'an HTML or XML document' : undefined;
}

function startsWith(bytes: Buffer, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Western text in UTF-16 has a NUL in most of its even, or most of its odd, places. */
function unmarkedUtf16(firstBytes: Buffer): string | undefined {
  const sample = firstBytes.subarray(0, SAMPLE_BYTES);
  let nulsInEvenPlaces = 0;
  let nulsInOddPlaces = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) nulsInEvenPlaces += 1;
    else nulsInOddPlaces += 1;
  }
  const most = sample.length / 4;
  if (nulsInOddPlaces > most) return 'UTF-16 (little-endian) text without a byte order mark';
  if (nulsInEvenPlaces > most) return 'UTF-16 (big-endian) text without a byte order mark';
  return undefined;
}
