import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { appealDays, Applications, Intake, ProofOfWork } from '../physicians/index.js';
import { Config } from '../platform/config.js';
import { Access, requestSource } from './http/index.js';
import { applicantSecret, giveApplicantSession } from './http/session-cookie.js';
import { AppealBody, ApplicantAnswerBody, ApplicationBody, LinkBody, LinkSecretBody } from './applications.bodies.js';
import { ApplicationQueries, type ApplicantView } from './applications.queries.js';

/** Said whatever is known of the number and the address. */
const received = { message: 'Thank you. If this address can apply, a mail with a link is on its way to it.' };

/** What applicants do: none of it needs an account, all of it after the form needs their link. */
@ApiTags('applications')
@Controller('api/v1')
export class ApplicantsController {
  constructor(
    private readonly intake: Intake,
    private readonly applications: Applications,
    private readonly queries: ApplicationQueries,
    private readonly proof: ProofOfWork,
    private readonly config: Config,
  ) {}

  /** A small puzzle that a form solves before it is sent. */
  @Get('applications/challenge')
  @Access('public')
  challenge(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    void reply.header('cache-control', 'no-store');
    return this.proof.challenge();
  }

  @Post('applications')
  @HttpCode(202)
  @Access('public')
  async apply(@Body() body: ApplicationBody, @Req() request: FastifyRequest): Promise<{ message: string }> {
    // Whoever fills in a field that nobody sees is thanked, and that is all.
    if (body.website) return received;
    const { proof, consent: _consent, website: _website, ...form } = body;
    const solved = await this.proof.verify(proof);
    const defaults = { practiceName: '', practiceSite: '', certification: '', biography: '' };
    const filledInSeconds = body.filledInSeconds ?? null;
    await this.intake.apply({ ...defaults, ...form, filledInSeconds }, solved, requestSource(request));
    return received;
  }

  @Post('applications/links')
  @HttpCode(202)
  @Access('public')
  async sendLink(@Body() { email }: LinkBody, @Req() request: FastifyRequest): Promise<{ message: string }> {
    await this.intake.sendAgain(email, requestSource(request));
    return received;
  }

  /** Confirms the address: the button behind the first mail. Sets the applicant's cookie. */
  @Post('applications/confirmation')
  @HttpCode(204)
  @Access('public')
  async confirm(
    @Body() { secret }: LinkSecretBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    giveApplicantSession(reply, await this.intake.confirm(secret, request.id), this.config.publicUrl);
  }

  /** Exchanges a mailed link for the applicant's cookie. */
  @Post('applications/sessions')
  @HttpCode(204)
  @Access('public')
  async exchange(@Body() { secret }: LinkSecretBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    giveApplicantSession(reply, await this.intake.exchange(secret), this.config.publicUrl);
  }

  @Get('application')
  @Access('public')
  async read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ApplicantView> {
    void reply.header('cache-control', 'no-store');
    return this.queries.own(await this.own(request), appealDays);
  }

  @Post('application/answers')
  @HttpCode(204)
  @Access('public')
  async answer(
    @Body() { message, fields, attestedName }: ApplicantAnswerBody,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const answer = { words: message, fields: fields ?? {}, attestedName };
    await this.intake.answer(await this.own(request), answer, request.id);
  }

  @Post('application/withdrawal')
  @HttpCode(204)
  @Access('public')
  async withdraw(@Req() request: FastifyRequest): Promise<void> {
    const id = await this.own(request);
    await this.applications.perform({ id, name: 'withdraw', actor: null, by: 'applicant', requestId: request.id });
  }

  @Post('application/appeal')
  @HttpCode(204)
  @Access('public')
  async appeal(@Body() { message }: AppealBody, @Req() request: FastifyRequest): Promise<void> {
    const id = await this.own(request);
    const input = { message };
    await this.applications.perform({ id, name: 'appeal', input, actor: null, by: 'applicant', requestId: request.id });
  }

  private own(request: FastifyRequest): Promise<string> {
    return this.intake.applicationOf(applicantSecret(request, this.config.publicUrl));
  }
}
