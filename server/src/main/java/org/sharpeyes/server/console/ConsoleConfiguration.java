package org.sharpeyes.server.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleConfiguration.class);
    private static final String ROOT = "org/sharpeyes/console/web";

    /** Behind every controller: only what nobody else answers is the console's. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    RouterFunction<ServerResponse> consoleRoutes() {
        ConsoleFiles files = ConsoleFiles.load(ConsoleConfiguration.class.getClassLoader(), ROOT);
        if (files.empty()) {
            LOG.atWarn().log("The console is not in this build; the API answers alone");
        }
        return new ConsoleRoutes(files).routes();
    }
}
