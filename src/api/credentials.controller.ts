import { Body, Controller, Delete, HttpCode, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsEmail, IsString, Matches, MaxLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { PasswordResets, Passwords, Totp, type Actor } from '../identity/index.js';
import { Access, CurrentActor, requestSource } from './http/index.js';
import { ShownSecrets } from './session.controller.js';

const longestInput = 512;

export class PasswordChange extends ShownSecrets {
  @IsString()
  @MaxLength(longestInput)
  newPassword: string;
}

export class ResetRequest {
  @IsEmail()
  @MaxLength(254)
  email: string;
}

export class ResetCompletion {
  @IsString()
  @MaxLength(200)
  token: string;

  @IsString()
  @MaxLength(longestInput)
  newPassword: string;
}

export class TotpConfirmation {
  @Matches(/^\d{6}$/, { message: 'totp must be six digits' })
  totp: string;
}

/** What a person signs in with: password, resets by mail, authenticator. */
@ApiTags('sign-in')
@Controller('api/v1')
export class CredentialsController {
  constructor(
    private readonly passwords: Passwords,
    private readonly resets: PasswordResets,
    private readonly totp: Totp,
  ) {}

  @Put('password')
  @HttpCode(204)
  @Access('signed-in', { sessionOnly: true })
  async changePassword(
    @CurrentActor() actor: Actor,
    @Body() body: PasswordChange,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const shown = { password: body.password, code: body.totp };
    await this.passwords.change(actor, shown, body.newPassword, requestSource(request));
  }

  /** Asks for a reset mail; the answer never tells whether the address is known. */
  @Post('password-resets')
  @HttpCode(202)
  @Access('public')
  async askReset(@Body() body: ResetRequest, @Req() request: FastifyRequest) {
    await this.resets.ask(body.email, requestSource(request));
    return { message: 'If there is an account with this address, a mail is on its way.' };
  }

  /** Sets the password with the token of a mail. */
  @Post('password-resets/completion')
  @HttpCode(204)
  @Access('public')
  async completeReset(@Body() body: ResetCompletion, @Req() request: FastifyRequest): Promise<void> {
    await this.resets.complete(body.token, body.newPassword, requestSource(request));
  }

  /** Begins enrolling an authenticator; the secret is shown this once. */
  @Post('totp')
  @Access('signed-in', { sessionOnly: true })
  enrolTotp(@CurrentActor() actor: Actor): Promise<{ secret: string; uri: string }> {
    return this.totp.enrol(actor);
  }

  @Post('totp/confirmation')
  @HttpCode(204)
  @Access('signed-in', { sessionOnly: true })
  async confirmTotp(@CurrentActor() actor: Actor, @Body() body: TotpConfirmation): Promise<void> {
    await this.totp.confirm(actor, body.totp);
  }

  @Delete('totp')
  @HttpCode(204)
  @Access('signed-in', { sessionOnly: true })
  async disableTotp(@CurrentActor() actor: Actor): Promise<void> {
    await this.totp.disable(actor);
  }
}
