import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { heldKinds, LegalHolds, type HeldKind, type LegalHold } from '../audit/index.js';
import type { Actor } from '../identity/index.js';
import { Missing } from '../platform/errors.js';
import { Clean } from './http/clean.js';
import { Access, CurrentActor, IdPipe } from './http/index.js';
import { Prose } from './prose.js';

export class LegalHoldsQuery {
  /** Those that were lifted too. */
  @IsOptional() @IsIn(['true', 'false']) lifted?: 'true' | 'false';
}

export class LegalHoldBody {
  @Clean() @IsString() @Length(3, 1000) @Prose() reason: string;
}

function heldKind(value: string): HeldKind {
  const kind = heldKinds.find((known) => known === value);
  if (!kind) throw new Missing('kind of subject');
  return kind;
}

/** Holds for legal reasons, which stop every deletion: of personal data that is due, of what somebody asks to be erased, of words in the history. */
@ApiTags('history')
@Controller('api/v1/legal-holds')
export class LegalHoldsController {
  constructor(private readonly holds: LegalHolds) {}

  @Get()
  @Access(['director', 'admin'])
  async list(@Query() { lifted }: LegalHoldsQuery): Promise<{ items: LegalHold[] }> {
    return { items: await this.holds.list(lifted === 'true') };
  }

  @Put(':kind/:id')
  @Access(['admin'], { sessionOnly: true })
  set(
    @Param('kind') kind: string,
    @Param('id', IdPipe) id: string,
    @Body() { reason }: LegalHoldBody,
    @CurrentActor() actor: Actor,
  ): Promise<LegalHold> {
    return this.holds.set(actor, heldKind(kind), id, reason);
  }

  @Delete(':kind/:id')
  @HttpCode(204)
  @Access(['admin'], { sessionOnly: true })
  lift(@Param('kind') kind: string, @Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.holds.lift(actor, heldKind(kind), id);
  }
}
