import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one gray, whole and sound; `claimed` writes other sides into its header than it has. */
export function pngDocument(width = 640, height = 400, claimed: [number, number] = [width, height]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claimed[0], 0);
  header.writeUInt32BE(claimed[1], 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width + 1) * height, 200).map((gray, at) => (at % (width + 1) ? gray : 0)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

/** A JPEG in its parts: a preview with an end of its own, a frame header, packed pixels, the end. */
export function jpegDocument(width = 640, height = 400): Buffer {
  const preview = segment(0xe1, Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 0xff, 0xd9]));
  const frame = Buffer.alloc(9 + 2);
  frame.writeUInt8(8, 0);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  frame.set([1, 1, 0x11, 0], 5);
  const scan = segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0]));
  const pixels = Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 5]);
  const [start, end] = [Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xd9])];
  return Buffer.concat([start, preview, segment(0xc0, frame), scan, pixels, end]);
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** A PDF of one page; `catalog` stands in its first object, `more` before its end. */
export function pdfDocument({ catalog = '', more = '', words = 'A license' } = {}): Buffer {
  return Buffer.from(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog} >>\nendobj\n` +
      `2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n` +
      `% ${words}\n${more}\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n`,
    'latin1',
  );
}

/** An object stream (ISO 32000-1, 7.5.7) with these objects in it, packed unless told otherwise. */
export function objectStream(objects: string, filter = '/Filter /FlateDecode', packed = true): string {
  const body = packed ? deflateSync(Buffer.from(objects, 'latin1')) : Buffer.from(objects, 'latin1');
  const head = `<< /Type /ObjStm /N 1 /First 4 /Length ${body.length} ${filter} >>`;
  return `9 0 obj\n${head}\nstream\n${body.toString('latin1')}\nendstream\nendobj`;
}
