package org.sharpeyes.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md, over the whole code at once. Maven enforces most; this names the ones it cannot. */
class ArchitectureTest {
    private static final String ROOT = "org.sharpeyes.";

    /** Module (its package below the root) to the modules it may see. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("media", Set.of()),
            Map.entry("onvif", Set.of()),
            Map.entry("evidence", Set.of()),
            Map.entry("gateway", Set.of("model", "onvif", "media")),
            Map.entry("relay", Set.of("model", "media")),
            Map.entry("worker", Set.of("model", "media")),
            Map.entry("access", Set.of("model", "evidence")),
            Map.entry("recording", Set.of("model", "media", "evidence")),
            Map.entry("registry", Set.of("model")),
            Map.entry("alarm", Set.of("model")),
            Map.entry("desk", Set.of("model")),
            Map.entry("testkit", Set.of("model", "onvif", "media")));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.sharpeyes");

    @Test
    void modulesSeeOnlyWhatTheirArrowsAllow() {
        classes()
                .that()
                .resideOutsideOfPackage("org.sharpeyes.server..")
                .should(followTheArrows())
                .check(OURS);
    }

    @Test
    void theServerDoesNotNeedTheSimulator() {
        noClasses()
                .that()
                .resideInAPackage("org.sharpeyes.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.sharpeyes.testkit..")
                .check(OURS);
    }

    @Test
    void springLivesInTheServerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.sharpeyes.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(OURS);
    }

    @Test
    void channelsLiveInNettyPackagesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..netty..", "org.sharpeyes.server..", "org.sharpeyes.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap..", "io.netty.handler..")
                .check(OURS);
    }

    @Test
    void sqlLivesInStorePackagesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..postgres..", "..sqlite..", "org.sharpeyes.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..")
                .check(OURS);
    }

    @Test
    void serverFeaturesDoNotFormCircles() {
        slices().matching("org.sharpeyes.server.(*)..")
                .should()
                .beFreeOfCycles()
                .check(OURS);
    }

    private static ArchCondition<JavaClass> followTheArrows() {
        return new ArchCondition<>("depend only on the modules that ARCHITECTURE.md allows") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                String module = moduleOf(from.getPackageName());
                Set<String> allowed = ARROWS.get(module);
                if (allowed == null) {
                    events.add(SimpleConditionEvent.violated(
                            from, from.getName() + " lies in " + module + ", which has no arrows"));
                    return;
                }
                List<String> wrong = from.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency
                                .getTargetClass()
                                .getBaseComponentType()
                                .getPackageName())
                        .filter(name -> name.startsWith(ROOT))
                        .map(ArchitectureTest::moduleOf)
                        .filter(target -> !target.equals(module) && !allowed.contains(target))
                        .distinct()
                        .collect(Collectors.toList());
                for (String target : wrong) {
                    events.add(SimpleConditionEvent.violated(from, from.getName() + " sees " + target));
                }
            }
        };
    }

    private static String moduleOf(String packageName) {
        String rest = packageName.substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
