package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/**
 * A test that nothing runs holds nothing. {@code ./mvnw verify} runs what is called {@code *Test};
 * with {@code -Pcluster} or {@code -Pendurance} also what is called {@code *IT}, by the tag.
 */
class EveryTestRunsTest {

  /** What {@code runbook.test.groups} of the profile takes; see src/test/cluster/README.md. */
  private static final Set<String> GROUPS =
      Set.of("cluster", "benchmark", "endurance", "endurance-alone", "cost");

  @Test
  void everyClassWithTests_isRun() {
    var classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("com.dhakacart.runbook");
    assertThat(classes)
        .filteredOn(EveryTestRunsTest::hasTests)
        .hasSizeGreaterThan(50)
        .allSatisfy(
            it ->
                assertThat(isRun(it))
                    .as(
                        "%s: call it ...Test, or ...IT with one of the tags %s",
                        it.getName(), GROUPS)
                    .isTrue());
  }

  @Test
  void noTest_isSwitchedOff() {
    var classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("com.dhakacart.runbook");
    assertThat(classes)
        .allSatisfy(
            it -> {
              assertThat(it.isAnnotatedWith(Disabled.class)).as(it.getName()).isFalse();
              assertThat(it.getMethods())
                  .noneMatch(method -> method.isAnnotatedWith(Disabled.class));
            });
  }

  private static boolean hasTests(JavaClass it) {
    return it.getAllMethods().stream().anyMatch(EveryTestRunsTest::isTest);
  }

  private static boolean isTest(JavaMethod method) {
    return method.isMetaAnnotatedWith(Testable.class);
  }

  private static boolean isRun(JavaClass it) {
    if (it.getModifiers().contains(JavaModifier.ABSTRACT)) {
      return it.getAllSubclasses().stream()
          .anyMatch(heir -> !heir.getModifiers().contains(JavaModifier.ABSTRACT));
    }
    if (it.getEnclosingClass().isPresent()) {
      return isRun(it.getEnclosingClass().get());
    }
    String name = it.getSimpleName();
    return name.endsWith("Test") || (name.endsWith("IT") && isInAGroup(it));
  }

  private static boolean isInAGroup(JavaClass it) {
    return it.tryGetAnnotationOfType(Tag.class)
        .map(Tag::value)
        .filter(GROUPS::contains)
        .isPresent();
  }
}
