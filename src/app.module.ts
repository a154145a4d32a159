import { Module, type DynamicModule } from '@nestjs/common';
import { ApiModule } from './api/api.module.js';
import { PlatformModule, type Resources } from './platform/platform.module.js';

/** The whole service. Which parts run in a process is decided by ROLE: see platform.module.ts for workers, service.ts for HTTP. */
@Module({})
export class AppModule {
  static forRoot(resources: Resources): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.forRoot(resources), ApiModule] };
  }
}
