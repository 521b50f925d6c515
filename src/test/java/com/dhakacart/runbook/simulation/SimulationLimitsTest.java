package com.dhakacart.runbook.simulation;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.RunbookApplication;
import com.dhakacart.runbook.TestRunbookApplication;
import com.dhakacart.runbook.backend.BackendServer;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The simulated world is as large as its page says, and an imitation of the world alone. */
class SimulationLimitsTest {

  private static final Path ROOT = Path.of("src/simulation");
  private static final Pattern LIMIT = Pattern.compile("below ([0-9,]+) lines of Java");
  private static final String WORLD = "com.dhakacart.runbook.simulation..";
  private static final String BACKEND = "com.dhakacart.runbook.backend..";

  /** Names are enough here: the classes of libraries need not be read, which takes seconds. */
  private static final JavaClasses ALL =
      ArchConfiguration.withThreadLocalScope(
          configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                .importPaths(
                    folderOf(SimulatedWorld.class).resolve("com/dhakacart/runbook/simulation"),
                    folderOf(BackendServer.class).resolve("com/dhakacart/runbook/backend"));
          });

  @Test
  void world_staysBelowTheLinesThatItsPageAllows() throws IOException {
    Matcher limit = LIMIT.matcher(Files.readString(ROOT.resolve("README.md")));
    assertThat(limit.find()).isTrue();

    long lines = 0;
    for (Path source : sources()) {
      lines += Files.readAllLines(source).size();
    }

    assertThat(lines)
        .as("lines of Java in %s; its README says what to do instead of adding", ROOT)
        .isPositive()
        .isLessThan(Long.parseLong(limit.group(1).replace(",", "")));
  }

  @Test
  void world_knowsNothingOfTheProduct() {
    noClasses()
        .that()
        .doNotHaveSimpleName("SimulationLimitsTest")
        .should()
        .dependOnClassesThat(
            resideInAPackage("com.dhakacart.runbook..")
                .and(not(resideInAnyPackage(WORLD, BACKEND))))
        .because("what it shared with the product would be tried against itself")
        .check(ALL);
  }

  @Test
  void backend_needsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(BACKEND)
        .and()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(BACKEND, "java..", "com.sun.net.httpserver..")
        .because("src/test/cluster/backend-image compiles it without Maven")
        .check(ALL);
  }

  @Test
  void world_isBuiltBesideTheProduct_soThatTheJarHasNoneOfIt() {
    Path jar = folderOf(RunbookApplication.class);
    assertThat(List.of(SimulatedWorld.class, BackendServer.class, TestRunbookApplication.class))
        .allSatisfy(it -> assertThat(folderOf(it)).isNotEqualTo(jar));
    assertThat(List.of("simulation/dhakacart.yaml", "application-demo.yaml"))
        .allSatisfy(it -> assertThat(jar.resolve(it)).doesNotExist());
  }

  /** What is packed into the jar is the folder that {@code RunbookApplication} is in. */
  private static Path folderOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(it -> it.toString().endsWith(".java")).toList();
    }
  }
}
