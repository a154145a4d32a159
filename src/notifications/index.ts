/** Who is told what: inbox, e-mail at once for safety, assignment and decisions, a daily digest for the rest. Decides nothing. */
export { digestHour } from './digests.js';
export { Inbox, type InboxEntry, type InboxFilter } from './inbox.service.js';
export { NotificationsJobs } from './notifications.jobs.js';
export { NotificationsModule } from './notifications.module.js';
