import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { EditorialModule } from '../editorial/index.js';
import { FreshnessModule } from '../freshness/index.js';
import { Categories, CategorySynonyms } from '../guides/index.js';
import { IdentityModule } from '../identity/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { PhysiciansModule } from '../physicians/index.js';
import { PublishingModule } from '../publishing/index.js';
import { ReviewDesk } from '../reviews/index.js';
import { AccountsController } from './accounts.controller.js';
import { ApplicantsController } from './applicants.controller.js';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationQueries } from './applications.queries.js';
import { CapacityController } from './capacity.controller.js';
import { CategoriesController } from './categories.controller.js';
import { CredentialsController } from './credentials.controller.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentQueries } from './documents.queries.js';
import { GuideQueries } from './guides.queries.js';
import { GuidesController } from './guides.controller.js';
import { HealthController } from './health.controller.js';
import { HistoryController } from './history.controller.js';
import { HttpModule } from './http/index.js';
import { ImagesController } from './images.controller.js';
import { InboxController } from './inbox.controller.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { LegalHoldsController } from './legal-holds.controller.js';
import { MembersController } from './members.controller.js';
import { NoticesController } from './notices.controller.js';
import { PublicationQueries } from './publications.queries.js';
import { PhysiciansController } from './physicians.controller.js';
import { PhysicianQueries } from './physicians.queries.js';
import { PreviewPagesController } from './preview-pages.controller.js';
import { PreviewsController } from './previews.controller.js';
import { ReportPagesController } from './report-pages.controller.js';
import { ReportsController } from './reports.controller.js';
import { ReportQueries } from './reports.queries.js';
import { ReviewQueries } from './reviews.queries.js';
import { ReviewsController } from './reviews.controller.js';
import { RevisionQueries } from './revisions.queries.js';
import { RevisionsController } from './revisions.controller.js';
import { SearchController } from './search.controller.js';
import { SearchLimits } from './search-limits.js';
import { SessionController } from './session.controller.js';
import { TakenDownTexts } from './taken-down-texts.js';
import { SynonymsController } from './synonyms.controller.js';
import { TokensController } from './tokens.controller.js';
import { TransitionEndpoint } from './transition-endpoint.js';

/** One controller file a noun, over the modules' index files. */
@Module({
  imports: [
    HttpModule,
    IdentityModule,
    AuditModule,
    EditorialModule,
    PublishingModule,
    FreshnessModule,
    NotificationsModule,
    PhysiciansModule,
  ],
  controllers: [
    SessionController,
    AccountsController,
    TokensController,
    CredentialsController,
    CategoriesController,
    GuidesController,
    RevisionsController,
    ReviewsController,
    NoticesController,
    ReportsController,
    PreviewsController,
    PreviewPagesController,
    ReportPagesController,
    ImagesController,
    InboxController,
    HistoryController,
    LegalHoldsController,
    CapacityController,
    HealthController,
    MetricsController,
    ApplicantsController,
    ApplicationsController,
    MembersController,
    DocumentsController,
    PhysiciansController,
    SearchController,
    SynonymsController,
  ],
  providers: [
    PublicationQueries,
    Categories,
    CategorySynonyms,
    SearchLimits,
    ReviewDesk,
    GuideQueries,
    RevisionQueries,
    ReviewQueries,
    ReportQueries,
    TransitionEndpoint,
    Metrics,
    TakenDownTexts,
    ApplicationQueries,
    DocumentQueries,
    PhysicianQueries,
  ],
  exports: [HttpModule, IdentityModule, EditorialModule, PublishingModule, Categories, CategorySynonyms, ReviewDesk],
})
export class ApiModule {}
