package org.sharpeyes.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sharpeyes.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class WorkerArchitectureTest {
    @ArchTest
    static final ArchRule onlyTheChildTouchesFfmpeg = noClasses()
            .that()
            .resideOutsideOfPackage("..worker.child..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "..worker.child..");

    @ArchTest
    static final ArchRule coreKnowsNoFramework = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.netty..", "java.sql..", "javax.sql..");
}
