import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Intake, MemberDesk, type MemberView, type OwnFile, type OwnMembership } from '../physicians/index.js';
import { Config } from '../platform/config.js';
import { MemberChangeBody, MemberTransitionBody } from './applications.bodies.js';
import { Access } from './http/index.js';
import { applicantSecret } from './http/session-cookie.js';

/** What applicants and members do with what is held about them, behind the cookie that their link was exchanged for. */
@ApiTags('members')
@Controller('api/v1')
export class MembersController {
  constructor(
    private readonly intake: Intake,
    private readonly desk: MemberDesk,
    private readonly config: Config,
  ) {}

  @Get('member')
  @Access('public')
  async read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<MemberView> {
    void reply.header('cache-control', 'no-store');
    return this.desk.view(await this.own(request));
  }

  /** Pauses, resumes or leaves. */
  @Post('member/transitions')
  @HttpCode(204)
  @Access('public')
  async transition(@Body() { name }: MemberTransitionBody, @Req() request: FastifyRequest): Promise<void> {
    await this.desk.act(await this.own(request), name, request.id);
  }

  /** Asks for a change of name, practice or license: verified like an application before any page shows it. */
  @Post('member/changes')
  @Access('public')
  async change(
    @Body() { message, fields }: MemberChangeBody,
    @Req() request: FastifyRequest,
  ): Promise<{ applicationId: string }> {
    const wanted = { words: message, fields };
    return { applicationId: await this.desk.change(await this.own(request), wanted, request.id) };
  }

  /** A copy of all files of the one who asks, and of their membership. */
  @Get('application/export')
  @Access('public')
  async export(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ files: OwnFile[]; membership: OwnMembership | null }> {
    void reply.header('cache-control', 'no-store').header('content-disposition', 'attachment; filename="my-file.json"');
    return this.desk.export(await this.own(request));
  }

  /** Deletes what may be deleted, and says until when the rest is kept. */
  @Post('application/erasure')
  @HttpCode(200)
  @Access('public')
  async erase(@Req() request: FastifyRequest): Promise<{ deleted: boolean; keptUntil: string | null }> {
    return this.desk.erase(await this.own(request), request.id);
  }

  private own(request: FastifyRequest): Promise<string> {
    return this.intake.applicationOf(applicantSecret(request, this.config.publicUrl));
  }
}
