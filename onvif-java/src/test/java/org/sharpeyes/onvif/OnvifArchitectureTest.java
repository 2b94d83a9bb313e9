package org.sharpeyes.onvif;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sharpeyes.onvif", importOptions = ImportOption.DoNotIncludeTests.class)
class OnvifArchitectureTest {
    @ArchTest
    static final ArchRule noSocketNoThreadNoFramework = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..",
                    "java.nio.channels..",
                    "java.util.concurrent..",
                    "io.netty..",
                    "org.springframework..");
}
