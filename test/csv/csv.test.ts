import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delimiterOf, readSheet } from '../../web/csv/read.ts';
import { type Cell, csvRow, csvStart } from '../../web/csv/write.ts';

const fileOf = (...parts: BlobPart[]): Blob => new Blob(parts);

async function sheetOf(file: Blob, rowsMax?: number) {
  const { header, rows } = await readSheet(file, rowsMax);
  const pieces = await Array.fromAsync(rows);
  const found = pieces.flatMap((piece) => piece.rows);
  return {
    header,
    pieces,
    cells: found.map(({ cells }) => cells),
    numbers: found.map(({ number }) => number),
  };
}

describe('reading', () => {
  test('quotes hold delimiters, line ends and quotes; rows are counted as the spreadsheet counts them', async () => {
    const text = 'a,b\r\n1,"x, ""y""\r\nz"\r\n\r\n3,\n4,"5"\r"","6 ""7'.concat('"');
    const { header, cells, numbers } = await sheetOf(fileOf(text));
    expect(header).toEqual(['a', 'b']);
    expect(cells).toEqual([
      ['1', 'x, "y"\r\nz'],
      ['3', ''],
      ['4', '5'],
      ['', '6 "7'],
    ]);
    expect(numbers).toEqual([2, 4, 5, 6]);
  });

  test.each([
    ['a;b,c;d\n', ';'],
    ['"a,b";c\n1,2,3', ';'],
    ['a\tb\n', '\t'],
    ['a,b;c,d', ','],
    ['only', ','],
    ['sep=;\na,b;c', ';'],
  ])('the delimiter of %j is %j', (text, delimiter) => {
    expect(delimiterOf(text)).toBe(delimiter);
  });

  test('UTF-8 with its mark, the letters of old Windows, and UTF-16 are all read', async () => {
    const tea = { header: ['Größe'], cells: [['Café – 5 €']] };
    const windows = [71, 114, 246, 223, 101, 10, 67, 97, 102, 233, 32, 150, 32, 53, 32, 128];
    const wide = new Uint16Array([...'\ufeffGröße\nCafé – 5 €'].map((letter) => letter.charCodeAt(0)));
    for (const file of [fileOf('\ufeffGröße\nCafé – 5 €'), fileOf(new Uint8Array(windows)), fileOf(wide)])
      expect(await sheetOf(file)).toMatchObject(tea);
    expect(await sheetOf(fileOf('sep=;\r\nGröße\r\nCafé – 5 €'))).toMatchObject(tea);
  });

  test('an empty file, and a quote that never ends, are refused with the row', async () => {
    await expect(sheetOf(fileOf(''))).rejects.toMatchObject({
      row: 1,
      message: expect.stringContaining('nothing in this file'),
    });
    await expect(sheetOf(fileOf('a\n1\n"2\n3'))).rejects.toMatchObject({
      row: 3,
      message: expect.stringContaining('never closed'),
    });
    const long = `a\n1\n"${'x'.repeat(200_000)}`;
    await expect(sheetOf(fileOf(long))).rejects.toMatchObject({ row: 3 });
  });

  test('a long file comes in pieces, with how much of it has been read', async () => {
    const lines = Array.from({ length: 2500 }, (_, index) => `SKU-${index},"Tea, ${index}"\n`);
    const file = fileOf('sku,name\n', ...lines);
    const { pieces, numbers } = await sheetOf(file);
    expect(pieces.map(({ rows }) => rows.length)).toEqual([999, 1000, 501]);
    expect(numbers).toEqual(lines.map((_, index) => index + 2));
    expect(pieces.at(-1)?.bytesRead).toBe(file.size);
  });
});

describe('writing', () => {
  test('what a spreadsheet would run as a formula is kept from it', () => {
    const cells = [
      '=1+1',
      '+49 30',
      '-x',
      '@SUM(A1)',
      '\tx',
      '\rx',
      "'=1",
      '＝1+1',
      '\n=1',
      '-5',
      '+4.5',
      'a=b',
    ];
    expect(csvRow(cells)).toBe(`'=1+1,'+49 30,'-x,'@SUM(A1),'\tx,"'\rx",''=1,'＝1+1,"'\n=1",-5,+4.5,a=b\r\n`);
    expect(csvRow([null, true, false, -3])).toBe(',yes,no,-3\r\n');
  });

  test('whatever is written is read back unharmed, however the file is cut', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.stringMatching(/^['=+\-@＝＋－＠\t\r\n",; ]{0,4}[a-z0-9.]{0,3}["\r\n ]{0,2}$/),
    );
    const rows = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { maxLength: 6 }));
    const delimiter = fc.constantFrom(',', ';', '\t');
    await fc.assert(
      fc.asyncProperty(rows, delimiter, fc.integer({ min: 1, max: 3 }), async (given, separator, rowsMax) => {
        const header = (given[0] ?? ['']).map((_, index) => `column ${index}`);
        const written = [csvStart(header, separator), ...given.map((row: Cell[]) => csvRow(row, separator))];
        const { cells } = await sheetOf(fileOf(...written), rowsMax);
        expect(cells).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });
});
