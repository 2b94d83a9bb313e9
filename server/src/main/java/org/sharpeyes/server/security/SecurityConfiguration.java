package org.sharpeyes.server.security;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.access.AccessChange;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.account.AccountStore;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.account.RightsOffice;
import org.sharpeyes.access.account.SecretBox;
import org.sharpeyes.access.account.SignInGuard;
import org.sharpeyes.access.postgres.PostgresAccountStore;
import org.sharpeyes.access.postgres.PostgresRegisterStore;
import org.sharpeyes.access.postgres.PostgresSessionStore;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.session.SessionSettings;
import org.sharpeyes.access.session.Sessions;
import org.sharpeyes.access.ticket.TicketOffice;
import org.sharpeyes.evidence.HeadSigner;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.config.DataDirectory;
import org.sharpeyes.server.config.ServerSettings;
import org.sharpeyes.server.config.Settings;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/** Wires access-control to database, keys, HTTP and clock. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(CurrentUser.class);
    }

    @Bean
    SessionSettings sessionSettings(Environment environment) {
        return Settings.bind(environment, "access", SessionSettings.class);
    }

    @Bean
    RegistryPlaces places() {
        return new RegistryPlaces();
    }

    @Bean
    AccessControl accessControl(RegistryPlaces places, ObjectProvider<Registry> registry, InstantSource clock) {
        AccessControl control = new AccessControl(places, clock);
        registry.ifAvailable(there -> there.subscribe(directory -> {
            places.follow(directory);
            control.placesChanged();
        }));
        return control;
    }

    @Bean
    AccountStore accountStore(Jdbi jdbi) {
        return new PostgresAccountStore(jdbi);
    }

    @Bean
    Accounts accounts(AccountStore store, DataDirectory data, InstantSource clock, ServerSettings settings) {
        return new Accounts(
                store, new SecretBox(data.secret("accounts")), clock, settings.mode() == ServerSettings.Mode.DEMO);
    }

    @Bean
    RightsOffice rightsOffice(AccountStore store, Accounts accounts, AccessControl control, InstantSource clock) {
        return new RightsOffice(store, accounts, control, clock);
    }

    @Bean
    SignInGuard signInGuard(InstantSource clock) {
        return new SignInGuard(clock);
    }

    @Bean
    TicketOffice ticketOffice(DataDirectory data, SessionSettings settings, InstantSource clock) {
        return new TicketOffice(data.secret("tickets"), settings.ticketLifetime(), clock);
    }

    @Bean
    Sessions sessions(
            Jdbi jdbi,
            SessionSettings settings,
            InstantSource clock,
            TicketOffice tickets,
            AccessControl control,
            SignInGuard guard) {
        PostgresSessionStore store = new PostgresSessionStore(jdbi);
        store.open(clock.instant())
                .forEach(stored -> guard.known(
                        stored.session().username(), stored.session().address()));
        return new Sessions(
                store,
                settings,
                clock,
                ended ->
                        control.tell(new AccessChange.TicketsRevoked(ended.user(), tickets.revokeSession(ended.id()))));
    }

    @Bean(destroyMethod = "close")
    AccessRegister accessRegister(Jdbi jdbi, DataDirectory data, InstantSource clock, MeterRegistry meters) {
        HeadSigner signer = HeadSigner.fromText(
                data.secretText("register-signing", () -> HeadSigner.generate().toText()));
        AccessRegister register = new AccessRegister(
                new PostgresRegisterStore(jdbi), data.folder("journal").resolve("access-records"), signer, clock);
        Gauge.builder("sharpeyes.access.journal.waiting", register, AccessRegister::waiting)
                .description("Access records that wait for PostgreSQL in the local journal")
                .register(meters);
        return register;
    }

    @Bean
    Access access(AccessControl control, AccessRegister register, InstantSource clock) {
        return new Access(control, register, clock);
    }

    @Bean(destroyMethod = "close")
    AccessUpkeep accessUpkeep(AccessControl control, Sessions sessions, AccessRegister register) {
        return new AccessUpkeep(control, sessions, register);
    }

    @Bean
    FirstStart firstStart(Accounts accounts, RightsOffice rights, ServerSettings settings) {
        FirstStart firstStart = new FirstStart(accounts, rights, System.out);
        firstStart.run(settings.mode(), settings.demoPassword());
        return firstStart;
    }

    @Bean
    ClientAddress clientAddress(ServerSettings settings) {
        return new ClientAddress(settings);
    }

    @Bean
    AuthenticationFilter authenticationFilter(Sessions sessions, ClientAddress addresses) {
        return new AuthenticationFilter(sessions, addresses);
    }

    @Bean
    WebFluxConfigurer currentUserArgument() {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new CurrentUserArgument());
            }
        };
    }
}
