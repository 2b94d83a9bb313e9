package org.sharpeyes.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sharpeyes.testkit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule channelsLiveInNetty = noClasses()
            .that()
            .resideOutsideOfPackages("..netty..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap..", "org.springframework..", "java.sql..");

    @ArchTest
    static final ArchRule devicesKnowNoSocketAndNoControl = noClasses()
            .that()
            .resideInAnyPackage("..testkit.device..", "..testkit.fleet..", "..testkit.video..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..testkit.netty..", "..testkit.control..");

    @ArchTest
    static final ArchRule testkitStandsOnTheBaseModulesOnly = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.sharpeyes.gateway..",
                    "org.sharpeyes.registry..",
                    "org.sharpeyes.relay..",
                    "org.sharpeyes.worker..",
                    "org.sharpeyes.alarm..",
                    "org.sharpeyes.access..",
                    "org.sharpeyes.server..");
}
