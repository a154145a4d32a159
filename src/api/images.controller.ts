import { createHash } from 'node:crypto';
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { imageSize } from 'image-size';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { Invalid, Missing } from '../platform/errors.js';
import { VirusScanner } from '../platform/virus-scanner.js';
import type { Actor } from '../identity/index.js';
import { Access, CurrentActor } from './http/index.js';
import { TakenDownTexts } from './taken-down-texts.js';

const mediaTypes: Record<string, string> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
};
const largestPixels = 40_000_000;
const longestSide = 16_384;

@Controller('api/v1/images')
export class ImagesController {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly takenDown: TakenDownTexts,
    private readonly scanner: VirusScanner,
  ) {}

  /** The bytes decide what it is, never the header. The same image sent twice is the same image. */
  @Post()
  @Access(['editor'])
  async upload(
    @Req() request: FastifyRequest,
    @CurrentActor() actor: Actor,
  ): Promise<{ digest: string; width: number; height: number }> {
    const bytes = request.body;
    if (!Buffer.isBuffer(bytes) || bytes.length === 0)
      throw Invalid.of('image', 'Send the image itself as the body, up to 1 MB: JPEG, PNG, WebP or AVIF.');
    const { width, height, mediaType } = measure(bytes);
    await this.scanner.admit('image', bytes);
    const digest = createHash('sha256').update(bytes).digest('hex');
    await this.database.run(
      'insert into image (digest, media_type, bytes, width, height, uploaded_by, uploaded_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
      [digest, mediaType, bytes, width, height, actor.accountId, this.clock.now()],
    );
    return { digest, width, height };
  }

  @Get(':digest')
  @Access('signed-in')
  async read(@Param('digest') digest: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const image = /^[0-9a-f]{64}$/.test(digest)
      ? await this.database.first<{ media_type: string; bytes: Buffer }>(
          'select media_type, bytes from image where digest = $1',
          [digest],
        )
      : undefined;
    if (!image) throw new Missing('image');
    await this.takenDown.mayRead('picture', digest, actor);
    await reply
      .header('content-type', image.media_type)
      .header('content-security-policy', 'sandbox')
      .header('x-content-type-options', 'nosniff')
      .send(image.bytes);
  }
}

function measure(bytes: Buffer): { width: number; height: number; mediaType: string } {
  let size: ReturnType<typeof imageSize>;
  try {
    size = imageSize(bytes);
  } catch {
    throw Invalid.of('image', 'This is no image of a kind we know.');
  }
  const mediaType = mediaTypes[size.type ?? ''];
  if (!mediaType) throw Invalid.of('image', 'Only JPEG, PNG, WebP and AVIF images are taken.');
  const sides = [size.width, size.height];
  if (!sides.every((side) => side >= 1 && side <= longestSide))
    throw Invalid.of('image', 'The image is cut off, or a side of it is no size for a page.');
  if (size.width * size.height > largestPixels) throw Invalid.of('image', 'The image has too many pixels.');
  return { width: size.width, height: size.height, mediaType };
}
