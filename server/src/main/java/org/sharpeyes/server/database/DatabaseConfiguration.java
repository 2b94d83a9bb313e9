package org.sharpeyes.server.database;

import com.zaxxer.hikari.HikariDataSource;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.server.config.DataDirectory;
import org.sharpeyes.server.config.ServerSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The pool over the embedded or the external PostgreSQL, and JDBI over the pool.
 *
 * <p>Beans close in the reverse order of their making: features, pool, database, lock of the data folder.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.datasource.url", matchIfMissing = true, havingValue = "embedded")
    static class Embedded {
        @Bean(destroyMethod = "close")
        EmbeddedPostgres embeddedPostgres(DataDirectory data, ServerSettings settings) {
            return EmbeddedPostgres.start(data, settings.database());
        }

        @Bean(destroyMethod = "close")
        HikariDataSource dataSource(EmbeddedPostgres postgres, Environment environment) {
            return pool(postgres.url(), postgres.user(), postgres.password(), environment);
        }
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    HikariDataSource dataSource(Environment environment) {
        return pool(
                environment.getRequiredProperty("spring.datasource.url"),
                environment.getProperty("spring.datasource.username", "sharpeyes"),
                environment.getProperty("spring.datasource.password", ""),
                environment);
    }

    /** Features take this; it is made after the migrations have run. */
    @Bean
    @DependsOnDatabaseInitialization
    Jdbi jdbi(HikariDataSource dataSource) {
        return Jdbi.create(dataSource);
    }

    private static HikariDataSource pool(String url, String user, String password, Environment environment) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("sharp-eyes");
        Binder.get(environment).bind("spring.datasource.hikari", Bindable.ofInstance(pool));
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        // A database that hangs must not hang the callers for ever.
        pool.addDataSourceProperty("socketTimeout", "60");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("ApplicationName", "sharp-eyes");
        return pool;
    }
}
