package org.sharpeyes.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sharpeyes.relay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule coreKnowsNoFramework = noClasses()
            .that()
            .resideOutsideOfPackage("..netty..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "io.netty.channel..",
                    "io.netty.bootstrap..",
                    "io.netty.handler..",
                    "java.sql..",
                    "javax.sql..");

    @ArchTest
    static final ArchRule relayKnowsNoOtherFeature = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.sharpeyes.gateway..",
                    "org.sharpeyes.registry..",
                    "org.sharpeyes.access..",
                    "org.sharpeyes.alarm..",
                    "org.sharpeyes.server..");
}
