package org.sharpeyes.server.http;

import org.sharpeyes.server.config.ServerSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Blocking controllers on a bounded pool, limits, problem answers and headers for every feature. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    RequestLimit requestLimit(ServerSettings settings, ProblemWriter problems) {
        return new RequestLimit(settings.http().maxRequests(), problems);
    }

    @Bean
    SecurityHeaders securityHeaders() {
        return new SecurityHeaders();
    }

    @Bean
    PortBorder portBorder(ProblemWriter problems) {
        return new PortBorder(problems);
    }

    @Bean
    ThreadPoolTaskExecutor apiExecutor(ServerSettings settings) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix("api-");
        executor.setCorePoolSize(settings.http().threads());
        executor.setMaxPoolSize(settings.http().threads());
        executor.setAllowCoreThreadTimeOut(true);
        // RequestLimit lets no more calls in than this queue can hold, so nothing is ever rejected here.
        executor.setQueueCapacity(settings.http().maxRequests());
        executor.setWaitForTasksToCompleteOnShutdown(true);
        executor.setAwaitTerminationSeconds(5);
        return executor;
    }

    @Bean
    WebFluxConfigurer blockingControllers(ThreadPoolTaskExecutor apiExecutor, ServerSettings settings) {
        return new WebFluxConfigurer() {
            @Override
            public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
                configurer.setExecutor(apiExecutor);
            }

            @Override
            public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
                configurer.defaultCodecs().maxInMemorySize((int)
                        settings.http().maxBody().toBytes());
            }
        };
    }
}
