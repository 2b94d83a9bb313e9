package org.sharpeyes.server.desk;

import java.time.InstantSource;
import java.time.ZoneId;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.alarm.postgres.PostgresAlarmStore;
import org.sharpeyes.desk.postgres.PostgresGuards;
import org.sharpeyes.desk.postgres.PostgresHandovers;
import org.sharpeyes.desk.postgres.PostgresLooks;
import org.sharpeyes.desk.postgres.PostgresViews;
import org.sharpeyes.desk.postgres.PostgresWallEvents;
import org.sharpeyes.desk.postgres.PostgresWindows;
import org.sharpeyes.desk.ptz.PtzLeases;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.server.discovery.CameraDrives;
import org.sharpeyes.server.incidents.EventFeed;
import org.sharpeyes.server.registry.CameraConditions;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.snapshots.Snapshots;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Wires the duty desk. */
@Configuration(proxyBeanMethods = false)
class DeskConfiguration {
    /** The day of a roll call is the day where the server stands. */
    @Bean
    ZoneId deskZone() {
        return ZoneId.systemDefault();
    }

    @Bean
    PostgresViews deskViews(Jdbi jdbi) {
        return new PostgresViews(jdbi);
    }

    @Bean
    PostgresWindows deskWindows(Jdbi jdbi) {
        return new PostgresWindows(jdbi);
    }

    @Bean
    PostgresGuards deskGuards(Jdbi jdbi) {
        return new PostgresGuards(jdbi);
    }

    @Bean
    PostgresWallEvents deskWallEvents(Jdbi jdbi) {
        return new PostgresWallEvents(jdbi);
    }

    @Bean
    PostgresLooks deskLooks(Jdbi jdbi) {
        return new PostgresLooks(jdbi);
    }

    @Bean
    PostgresHandovers deskHandovers(Jdbi jdbi) {
        return new PostgresHandovers(jdbi);
    }

    @Bean
    PtzLeases ptzLeases(InstantSource clock) {
        return new PtzLeases(clock);
    }

    @Bean
    DeskEvents deskEvents(EventFeed feed, JsonMapper json) {
        return new DeskEvents(feed, json);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    PtzDesk ptzDesk(
            PtzLeases leases,
            PostgresGuards guards,
            CameraDrives drives,
            Access access,
            DeskEvents events,
            InstantSource clock) {
        return new PtzDesk(leases, guards, drives, access, events, clock);
    }

    @Bean(destroyMethod = "close")
    WallEventDesk wallEventDesk(
            PostgresWallEvents events, Registry registry, Snapshots snapshots, Access access, DeskEvents news) {
        return new WallEventDesk(events, registry, snapshots, access, news);
    }

    @Bean
    RollCall rollCall(
            Registry registry, PostgresLooks looks, RelayServer relay, ObjectProvider<CameraConditions> conditions) {
        return new RollCall(registry, looks, relay, conditions);
    }

    @Bean
    HandoverFacts handoverFacts(
            Registry registry,
            PostgresAlarmStore alarms,
            PostgresWallEvents events,
            PostgresGuards guards,
            RollCall rollCall,
            WallEventDesk desk,
            Access access,
            AccessControl control,
            ZoneId deskZone) {
        return new HandoverFacts(registry, alarms, events, guards, rollCall, desk, access, control, deskZone);
    }
}
