package org.sharpeyes.server.config;

import java.time.Clock;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Settings, data folder and wall clock: what nearly every feature takes. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {
    @Bean
    ServerSettings serverSettings(Environment environment) {
        return Settings.bind(environment, "sharp-eyes", ServerSettings.class);
    }

    @Bean(destroyMethod = "close")
    DataDirectory dataDirectory(ServerSettings settings) {
        return DataDirectory.open(settings.data());
    }

    @Bean
    InstantSource wallClock() {
        return Clock.systemUTC();
    }
}
