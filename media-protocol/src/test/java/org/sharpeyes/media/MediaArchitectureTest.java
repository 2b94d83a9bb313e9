package org.sharpeyes.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Bytes in, values out: no socket, no thread, no module of ours. */
@AnalyzeClasses(packages = "org.sharpeyes", importOptions = ImportOption.DoNotIncludeTests.class)
class MediaArchitectureTest {
    @ArchTest
    static final ArchRule noSocketNoThread = noClasses()
            .that()
            .resideInAPackage("org.sharpeyes.media..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.netty.channel..", "java.net..", "java.nio.channels..", "java.sql..", "org.springframework..");

    @ArchTest
    static final ArchRule knowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage("org.sharpeyes.media..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.sharpeyes.model..",
                    "org.sharpeyes.onvif..",
                    "org.sharpeyes.gateway..",
                    "org.sharpeyes.relay..");
}
