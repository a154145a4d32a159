import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../identity/index.js';
import { Documents, Intake, type AddedDocument, type DocumentKind, type SentDocument } from '../physicians/index.js';
import { Config } from '../platform/config.js';
import { DocumentQuery } from './applications.bodies.js';
import { mediaTypeOf } from './document-uploads.js';
import { DocumentQueries, type DocumentEntry, type SentDocumentEntry } from './documents.queries.js';
import { Access, CurrentActor, IdPipe } from './http/index.js';
import { applicantSecret } from './http/session-cookie.js';

/** What is shown of a document is for the one who asked, runs nothing, and is kept by no cache. */
const opened = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Documents of applications. The applicant sends and lists them; verifiers add, list and open them, and are on record. */
@ApiTags('applications')
@Controller('api/v1')
export class DocumentsController {
  constructor(
    private readonly documents: Documents,
    private readonly intake: Intake,
    private readonly queries: DocumentQueries,
    private readonly config: Config,
  ) {}

  /** The body is the document itself: PDF, JPEG or PNG, up to 10 MB. */
  @Post('application/documents')
  @Access('public')
  async send(@Query() { kind }: DocumentQuery, @Req() request: FastifyRequest): Promise<AddedDocument> {
    return this.documents.send(await this.own(request), sentIn(request, kind), request.id);
  }

  @Get('application/documents')
  @Access('public')
  async sent(@Req() request: FastifyRequest): Promise<{ items: SentDocumentEntry[] }> {
    return { items: await this.queries.own(await this.own(request)) };
  }

  /** What the holder of the file saved at a source. The body is the document itself. */
  @Post('applications/:id/documents')
  @Access(['verifier'])
  attach(
    @Param('id', IdPipe) id: string,
    @Query() { kind }: DocumentQuery,
    @Req() request: FastifyRequest,
    @CurrentActor() actor: Actor,
  ): Promise<AddedDocument> {
    return this.documents.attach(id, sentIn(request, kind), actor);
  }

  /** All documents of a file, and who opened each. */
  @Get('applications/:id/documents')
  @Access(['verifier'])
  async list(@Param('id', IdPipe) id: string): Promise<{ items: DocumentEntry[] }> {
    return { items: await this.queries.ofFile(id) };
  }

  /** The document itself. A person opens it, no program; each time is kept. */
  @Get('applications/:id/documents/:document')
  @Access(['verifier'], { sessionOnly: true })
  async open(
    @Param('id', IdPipe) id: string,
    @Param('document', IdPipe) documentId: string,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, mediaType, bytes } = await this.documents.open(id, documentId, actor);
    await reply
      .headers({ ...opened, 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"` })
      .send(bytes);
  }

  private own(request: FastifyRequest): Promise<string> {
    return this.intake.applicationOf(applicantSecret(request, this.config.publicUrl));
  }
}

function sentIn(request: FastifyRequest, kind: DocumentKind): SentDocument {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return { kind, bytes, declared: mediaTypeOf(request) };
}
