package org.sharpeyes.desk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sharpeyes.desk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule coreKnowsNoFramework = noClasses()
            .that()
            .resideOutsideOfPackages("..postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.netty..", "java.sql..", "javax.sql..", "org.jdbi..");
}
