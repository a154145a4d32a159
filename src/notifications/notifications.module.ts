import { Module } from '@nestjs/common';
import { Digests } from './digests.js';
import { Inbox } from './inbox.service.js';
import { NotificationsJobs } from './notifications.jobs.js';
import { OutgoingMail } from './outgoing-mail.js';

@Module({ providers: [Digests, Inbox, NotificationsJobs, OutgoingMail], exports: [Inbox, NotificationsJobs] })
export class NotificationsModule {}
