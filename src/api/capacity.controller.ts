import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { CapacityForecast, type CapacityWeek } from '../freshness/index.js';
import { Access } from './http/index.js';

const defaultWeeks = 26;
const mostWeeks = 104;

export class CapacityQuery {
  /** Weeks from this one on. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value,
  )
  @IsInt()
  @Min(1)
  @Max(mostWeeks)
  weeks?: number;
}

@ApiTags('capacity')
@Controller('api/v1/capacity')
export class CapacityController {
  constructor(private readonly capacity: CapacityForecast) {}

  /** Reviews needed against what reviewers take, per ISO week and specialty. */
  @Get()
  @Access(['lead', 'editor', 'director', 'admin'])
  async read(@Query() query: CapacityQuery): Promise<{ items: CapacityWeek[] }> {
    return { items: await this.capacity.forecast(query.weeks ?? defaultWeeks) };
  }
}
