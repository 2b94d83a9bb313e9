package org.sharpeyes.server.control;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.Places;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.postgres.PostgresPolicyStore;
import org.sharpeyes.access.postgres.PostgresRequestStore;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.request.ApprovalPolicies;
import org.sharpeyes.access.request.ControlSettings;
import org.sharpeyes.access.request.RequestOffice;
import org.sharpeyes.evidence.export.EvidenceSigner;
import org.sharpeyes.evidence.export.TimeStamp;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.export.Exports;
import org.sharpeyes.recording.hold.EvidenceFolder;
import org.sharpeyes.recording.hold.HoldKeeper;
import org.sharpeyes.recording.hold.HoldSettings;
import org.sharpeyes.recording.postgres.PostgresExportStore;
import org.sharpeyes.recording.postgres.PostgresHoldStore;
import org.sharpeyes.recording.retention.Holds;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.config.DataDirectory;
import org.sharpeyes.server.config.Settings;
import org.sharpeyes.server.incidents.EventFeed;
import org.sharpeyes.server.security.Access;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** Wires requests, grants and exports to database, recordings, register and clock. */
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {
    @Bean
    ControlSettings controlSettings(Environment environment) {
        return Settings.bind(environment, "control", ControlSettings.class);
    }

    @Bean
    ExportSettings exportSettings(Environment environment) {
        return Settings.bind(environment, "export", ExportSettings.class);
    }

    @Bean
    GrantBook grantBook(AccessControl control, InstantSource clock) {
        return new GrantBook(control, clock);
    }

    @Bean
    ApprovalPolicies approvalPolicies(Jdbi jdbi, Places places, ControlSettings settings, InstantSource clock) {
        return new ApprovalPolicies(new PostgresPolicyStore(jdbi), places, settings.policy(), clock);
    }

    @Bean
    RequestOffice requestOffice(
            Jdbi jdbi,
            ApprovalPolicies policies,
            AccessControl control,
            GrantBook grants,
            ControlSettings settings,
            InstantSource clock) {
        return new RequestOffice(new PostgresRequestStore(jdbi), policies, control, grants, settings, clock);
    }

    @Bean
    EvidenceSigner evidenceSigner(DataDirectory data, InstantSource clock) {
        return EvidenceSigner.fromText(
                data.secretText("evidence-signing", () -> EvidenceSigner.generate("evidence", clock.instant())
                        .toText()));
    }

    @Bean
    GrantedExport exportContext(
            RequestOffice office,
            GrantBook grants,
            Accounts accounts,
            Registry registry,
            AccessRegister register,
            InstantSource clock) {
        return new GrantedExport(office, grants, accounts, registry, register, clock);
    }

    /** Recordings may be set up by another part of the server, or not at all: then there is nothing to export. */
    @Bean(destroyMethod = "close")
    ExportDesk exportDesk(
            Jdbi jdbi,
            ObjectProvider<RecordingLibrary> library,
            GrantedExport context,
            EvidenceSigner signer,
            ExportSettings settings,
            DataDirectory data,
            InstantSource clock) {
        return new ExportDesk(
                () -> library.getIfAvailable(),
                found -> new Exports(
                        new PostgresExportStore(jdbi),
                        found,
                        context,
                        signer,
                        authority(settings.timeStampAuthority()),
                        settings.folder(data),
                        settings.keep(),
                        clock));
    }

    @Bean
    HoldSettings holdSettings(Environment environment) {
        return Settings.bind(environment, "hold", HoldSettings.class);
    }

    @Bean(destroyMethod = "close")
    HoldDesk holdDesk(
            Jdbi jdbi,
            ObjectProvider<RecordingLibrary> library,
            ObjectProvider<Holds> pins,
            RequestOffice office,
            HoldSettings settings,
            AccessRegister register,
            Access access,
            DataDirectory data,
            InstantSource clock) {
        return new HoldDesk(
                () -> {
                    RecordingLibrary found = library.getIfAvailable();
                    Holds kept = pins.getIfAvailable();
                    return found == null || kept == null
                            ? null
                            : new HoldKeeper(
                                    new PostgresHoldStore(jdbi),
                                    kept,
                                    found,
                                    new EvidenceFolder(data.folder("evidence")),
                                    settings,
                                    clock);
                },
                office,
                register,
                access,
                clock);
    }

    private static TimeStamp.@Nullable Authority authority(String address) {
        return address.isEmpty() ? null : new HttpTimeStampAuthority(HttpClient.newHttpClient(), URI.create(address));
    }

    @Bean
    ControlEvents controlEvents(
            EventFeed feed, RequestOffice office, ExportDesk exports, HoldDesk holds, JsonMapper json) {
        return new ControlEvents(feed, office, exports, holds, json);
    }

    @Bean(destroyMethod = "close")
    ControlUpkeep controlUpkeep(
            RequestOffice office, ExportDesk exports, AccessRegister register, InstantSource clock) {
        return new ControlUpkeep(office, exports, register, clock);
    }
}
