import { Module } from '@nestjs/common';
import { AuditJobs } from './audit.jobs.js';
import { History } from './history.queries.js';
import { Redactions } from './redactions.service.js';

@Module({ providers: [AuditJobs, History, Redactions], exports: [History, Redactions] })
export class AuditModule {}
