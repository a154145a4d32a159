import { Module } from '@nestjs/common';
import { AuditJobs } from './audit.jobs.js';
import { History } from './history.queries.js';
import { LegalHolds } from './legal-holds.service.js';
import { Redactions } from './redactions.service.js';

@Module({ providers: [AuditJobs, History, LegalHolds, Redactions], exports: [History, LegalHolds, Redactions] })
export class AuditModule {}
