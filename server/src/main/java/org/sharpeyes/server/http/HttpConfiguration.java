package org.sharpeyes.server.http;

import java.time.Duration;
import org.sharpeyes.server.config.ServerSettings;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Blocking controllers on a bounded pool, limits, problem answers and headers for every feature. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    private static final Duration LONGEST_PAUSE_IN_A_REQUEST = Duration.ofSeconds(15);

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    /**
     * Every request is handled off its event loop. Files of the console are read from the jar, which blocks; and what is
     * answered while Reactor Netty still hands out a request that came early on a kept connection leaves that connection
     * unread (seen with 1.3: the next request on it waits for ever).
     */
    @Bean
    HttpHandlerDecoratorFactory offTheLoop() {
        return handler -> (request, response) ->
                Mono.defer(() -> handler.handle(request, response)).subscribeOn(Schedulers.boundedElastic());
    }

    /** A request that comes drop by drop is given up (slowloris). */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> patience() {
        return factory -> factory.addServerCustomizers(server -> server.readTimeout(LONGEST_PAUSE_IN_A_REQUEST));
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
                configurer.setControllerMethodPredicate(HttpConfiguration::mayBlock);
            }

            @Override
            public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
                configurer.defaultCodecs().maxInMemorySize((int)
                        settings.http().maxBody().toBytes());
            }
        };
    }

    /** springdoc reads all classes of ours before it hands out its publisher. */
    private static boolean mayBlock(HandlerMethod method) {
        return ReactiveAdapterRegistry.getSharedInstance()
                                .getAdapter(method.getReturnType().getParameterType())
                        == null
                || method.getBeanType().getName().startsWith("org.springdoc.");
    }
}
