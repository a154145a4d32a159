import { describe, expect, it } from '@jest/globals';
import { jpegDocument, objectStream, pdfDocument, pngDocument } from '../../test/support/documents.js';
import { Invalid } from '../platform/errors.js';
import { recognizeDocument } from './document-content.js';

const [pdf, jpeg, png] = ['application/pdf', 'image/jpeg', 'image/png'];

/** What is said against a document; nothing where it is taken. */
function against(bytes: Buffer, declared = pdf!): string[] {
  try {
    recognizeDocument(bytes, declared);
    return [];
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    expect(error.problems.map(({ code }) => code)).toEqual(error.problems.map(() => 'file'));
    return error.problems.map(({ message }) => message);
  }
}

const text = (words: string): Buffer => Buffer.from(words, 'latin1');

/** With a fill byte before its pixels, as ITU T.81 allows. */
function padded(whole: Buffer): Buffer {
  const scan = whole.lastIndexOf(Buffer.from([0xff, 0xda]));
  return Buffer.concat([whole.subarray(0, scan), Buffer.from([0xff]), whole.subarray(scan)]);
}

describe('A document is taken', () => {
  it.each([
    ['a PDF', pdfDocument(), pdf!],
    ['a JPEG', jpegDocument(), jpeg!],
    ['a PNG', pngDocument(), png!],
    ['a PDF with packed objects', pdfDocument({ more: objectStream('3 0 << /Type /Page >>') }), pdf!],
    ['a PDF with objects that are not packed', pdfDocument({ more: objectStream('3 0 << >>', '', false) }), pdf!],
    ['a photo with notes of its camera behind it', Buffer.concat([jpegDocument(), text('SEFH0123')]), jpeg!],
    ['a JPEG padded between its parts', padded(jpegDocument()), jpeg!],
    ['an image of 40 megapixels', pngDocument(10, 10, [8000, 5000]), png!],
  ])('as %s', (_, bytes, type) => {
    expect(against(bytes, type)).toEqual([]);
    expect(recognizeDocument(bytes, type)).toBe(type);
  });
});

describe('A document is what its bytes are', () => {
  const strange = 'This is no PDF, JPEG or PNG, whatever its name says.';

  it.each([
    ['HTML that is called a PDF', text('<!doctype html><script>alert(1)</script>%PDF-1.7 %%EOF')],
    ['a PDF that begins later', Buffer.concat([text('\n'), pdfDocument()])],
    ['a program', text('MZ\x90\0')],
    ['a GIF', text('GIF89a')],
    ['one byte', text('%')],
  ])('not %s', (_, bytes) => expect(against(bytes)).toEqual([strange]));

  it('and is not sent as something else', () => {
    expect(against(pngDocument(), jpeg)).toEqual(['The file is a PNG and is sent as something else.']);
    expect(against(pdfDocument(), png)).toEqual(['The file is a PDF and is sent as something else.']);
  });

  it('and is neither empty nor larger than 10 MB', () => {
    expect(against(Buffer.alloc(0))).toEqual(['The file is empty.']);
    const end = text('\n%%EOF');
    const filled = Buffer.concat([pdfDocument(), Buffer.alloc(10 * 1_048_576, 32)]).subarray(
      0,
      10 * 1_048_576 - end.length,
    );
    expect(against(Buffer.concat([filled, end]))).toEqual([]);
    expect(against(Buffer.concat([filled, text(' '), end]))).toEqual(['The file is larger than 10 MB.']);
  });
});

describe('A PDF is refused', () => {
  it.each([
    ['encrypted', { more: 'trailer << /Encrypt 8 0 R >>' }, 'encrypted'],
    ['with a script', { catalog: '/OpenAction << /S /JavaScript /JS (app.alert) >>' }, 'scripts'],
    ['with a script whose name is written in numbers', { catalog: '/OpenAction << /S /J#61va#53cript >>' }, 'scripts'],
    [
      'with a script, all of it in numbers',
      {
        catalog: `/S /${[...'JavaScript'].map((each) => `#${each.charCodeAt(0).toString(16).toUpperCase()}`).join('')}/JS`,
      },
      'scripts',
    ],
    ['that starts a program', { catalog: '/OpenAction << /S /Launch/F (calc.exe) >>' }, 'starts programs'],
    ['with a file in it', { catalog: '/Names << /EmbeddedFiles 5 0 R >>' }, 'other files'],
    ['with a stream that is a file', { more: '7 0 obj << /Type/EmbeddedFile>> stream' }, 'other files'],
    ['with a film in it', { more: '7 0 obj << /Subtype /RichMedia >>' }, 'other files'],
    ['with a script among packed objects', { more: objectStream('3 0 << /S /JavaScript >>') }, 'scripts'],
    [
      'with objects packed twice',
      { more: objectStream('3 0 << >>', '/Filter [/FlateDecode /FlateDecode]') },
      'cannot look into',
    ],
    [
      'with objects packed otherwise',
      { more: objectStream('3 0 << >>', '/Filter /LZWDecode', false) },
      'cannot look into',
    ],
    [
      'with objects packed after a forecast',
      { more: objectStream('3 0', '/Filter /FlateDecode /DecodeParms << /Predictor 12 >>') },
      'cannot look into',
    ],
    [
      'with objects that do not unpack',
      { more: objectStream('3 0 << >>', '/Filter /FlateDecode', false) },
      'cannot look into',
    ],
    ['with 21 MB in a few packed bytes', { more: objectStream(' '.repeat(21_000_000)) }, 'cannot look into'],
    [
      'with more packed parts than anybody needs',
      { more: `${objectStream('3 0')}\n`.repeat(2001) },
      'cannot look into',
    ],
  ])('%s', (_, parts, said) => {
    const words = against(pdfDocument(parts));
    expect(words).toHaveLength(1);
    expect(words[0]).toContain(said);
  });

  it('without its end, or of a version that nobody knows', () => {
    const whole = pdfDocument();
    expect(against(whole.subarray(0, -7))).toEqual(['The PDF is cut off: its end is missing.']);
    expect(against(Buffer.concat([whole, Buffer.alloc(2000, 10)]))).toEqual([
      'The PDF is cut off: its end is missing.',
    ]);
    expect(against(Buffer.concat([text('%PDF-x'), whole.subarray(6)]))).toEqual([
      'The PDF names no version that we know.',
    ]);
  });

  it('with all that speaks against it', () => {
    expect(against(pdfDocument({ catalog: '/JavaScript /Launch', more: '/Encrypt 1 0 R' }))).toHaveLength(3);
  });

  it('not for words that only begin alike', () => {
    expect(
      against(pdfDocument({ catalog: '/Launched true /EncryptMetadata false', words: 'JavaScript, Launch' })),
    ).toEqual([]);
  });
});

describe('An image is refused', () => {
  const cut = 'The image is cut off or damaged.';

  it('that claims more pixels than anybody needs, without being unpacked', () => {
    expect(against(pngDocument(10, 10, [100_000, 100_000]), png)).toEqual([
      'The image has 100000 × 100000 pixels: at most 12,000 on a side are taken.',
    ]);
    expect(against(pngDocument(10, 10, [12_001, 100]), png)).toHaveLength(1);
    expect(against(pngDocument(10, 10, [8000, 5001]), png)).toEqual([
      'The image has 8000 × 5001 pixels: at most 40 million in all are taken.',
    ]);
    expect(against(jpegDocument(20_000, 20_000), jpeg)).toHaveLength(1);
  });

  it('on which nothing can be read', () => {
    expect(against(pngDocument(640, 99), png)).toEqual([
      'The image has 640 × 99 pixels: with fewer than 100 on a side nobody can read it.',
    ]);
    expect(against(jpegDocument(0, 400), jpeg)).toHaveLength(1);
  });

  it.each([1, 2, 5, 9, 20])('without its last %i bytes, even where a preview in it has an end', (missing) => {
    expect(against(jpegDocument().subarray(0, -missing), jpeg)).toEqual([cut]);
    expect(against(pngDocument().subarray(0, -missing), png)).toEqual([cut]);
  });

  it('of which there is only the beginning', () => {
    expect(against(pngDocument().subarray(0, 8), png)).toEqual([cut]);
    expect(against(pngDocument().subarray(0, 33), png)).toEqual([cut]);
    expect(against(jpegDocument().subarray(0, 3), jpeg)).toEqual([cut]);
  });

  it('that is another file as well', () => {
    const hidden = 'The image holds a file of another kind.';
    expect(against(Buffer.concat([jpegDocument(), pdfDocument()]), jpeg)).toEqual([hidden]);
    expect(against(Buffer.concat([pngDocument(), text('<SCRIPT src=//x.example>')]), png)).toEqual([hidden]);
    expect(against(Buffer.concat([jpegDocument(), text('<?php system(1);')]), jpeg)).toEqual([hidden]);
  });
});

describe('An archive', () => {
  it('is found behind any document', () => {
    const archive = text(`PK\x03\x04 something PK\x05\x06${'\0'.repeat(18)}`);
    expect(against(Buffer.concat([pngDocument(), archive]), png)).toEqual(['The file holds an archive.']);
    expect(against(Buffer.concat([pdfDocument(), archive, text('%%EOF')]))).toEqual(['The file holds an archive.']);
  });
});
