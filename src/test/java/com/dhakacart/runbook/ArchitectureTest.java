package com.dhakacart.runbook;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.cluster.ChangingRights;
import com.dhakacart.runbook.cluster.ClusterSettings;
import com.dhakacart.runbook.cluster.changing.ApprovedUse;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.health.PodCalls;
import com.dhakacart.runbook.logs.PodLogs;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.PlanApprovals;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What one must not do here, and why. */
@AnalyzeClasses(packages = "com.dhakacart.runbook", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String DELEGATES = "com.dhakacart.runbook.delegates..";
  private static final String REMEDIATION = "com.dhakacart.runbook.delegates.remediation..";
  private static final String PROCESS = "com.dhakacart.runbook.process..";
  private static final String INCIDENT = "com.dhakacart.runbook.incident..";
  private static final String JSON = "com.dhakacart.runbook.json..";
  private static final String HTTP = "com.dhakacart.runbook.http..";
  private static final String DIAGNOSIS = "com.dhakacart.runbook.diagnosis..";
  private static final String ALERTING = "com.dhakacart.runbook.alerting..";
  private static final String WEB = "com.dhakacart.runbook.web..";
  private static final String CLUSTER = "com.dhakacart.runbook.cluster..";
  private static final String CHANGING = "com.dhakacart.runbook.cluster.changing..";
  private static final String CHANGING_ACCOUNT =
      "com.dhakacart.runbook.cluster.changing.ChangingAccount";
  private static final String STORAGE = "com.dhakacart.runbook.storage..";
  private static final String SETTINGS = "com.dhakacart.runbook.settings..";
  private static final String LOGGING = "com.dhakacart.runbook.logging..";
  private static final String CONTRACT = "com.dhakacart.runbook.process";
  private static final String INTAKE = "com.dhakacart.runbook.process.intake..";
  private static final String HISTORY = "com.dhakacart.runbook.process.history..";
  private static final String PAGING = "com.dhakacart.runbook.process.paging..";
  private static final String ENGINE = "com.dhakacart.runbook.process.engine..";
  private static final String ACCESS = "com.dhakacart.runbook.process.access..";
  private static final String DECIDING = "com.dhakacart.runbook.process.deciding..";
  private static final String LEDGER = "com.dhakacart.runbook.process.ledger..";
  private static final String WATCH = "com.dhakacart.runbook.process.watch..";
  private static final String OURS = "com.dhakacart.runbook..";

  /** What planning, making and probing have in common; none of them is a step. */
  private static final Set<String> OF_ALL_REMEDIES =
      Set.of("NoHarm", "LockQuestion", "ApprovedChanges", "StillHarmless");

  private static final Pattern ITS_TABLES =
      Pattern.compile(
          "\\brunbook_(plan|approval|change|use|shown_plan|shown_change|chosen_cause|pause)\\b");
  private static final List<String> CAPABILITIES =
      Stream.of("cluster", "health", "database", "metrics", "logs", "oncall", "report")
          .map("com.dhakacart.runbook.%s.."::formatted)
          .toList();

  /** fabric8's own words: of a request, and of an object. */
  private static final Set<String> CHANGES =
      Set.of(
          "method",
          "post",
          "put",
          "delete",
          "patch",
          "patchStatus",
          "edit",
          "editStatus",
          "update",
          "updateStatus",
          "replace",
          "replaceStatus",
          "createOr",
          "createOrReplace",
          "serverSideApply",
          "scale",
          "restart",
          "undo",
          "pause",
          "resume",
          "rolling",
          "evict");

  /** A source root, and how many lines a file in it may have. */
  private static final Path DELEGATES_FOLDER = Path.of("delegates");

  private static final int LINES_OF_A_STEP = 60;

  // ---- who knows what

  @ArchTest
  static final ArchRule onlyStepsAndProcessKnowCamunda =
      noClasses()
          .that()
          .resideOutsideOfPackages(DELEGATES, PROCESS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.camunda..")
          .because(
              "the engine is at the end of its community life: the way to a fork must stay open");

  @ArchTest
  static final ArchRule onlyClusterKnowsTheKubernetesClient =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLUSTER)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..")
          .because("everything else says what it needs of a cluster in the runbook's own words");

  @ArchTest
  static final ArchRule onlyDatabaseAsksTheBackendsDatabase =
      noClasses()
          .that()
          .resideOutsideOfPackage("com.dhakacart.runbook.database..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(java.sql.DriverManager.class)
          .because("whoever opens a connection to it takes a slot from the service that is ill");

  @ArchTest
  static final ArchRule onlyRemediationKnowsWhatChangesTheCluster =
      noClasses()
          .that()
          .resideOutsideOfPackages(REMEDIATION, CHANGING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CHANGING)
          .because("looking at production must never be able to change it");

  @ArchTest
  static final ArchRule onlyTheChangingAccountAsksForItsCredentials =
      noClasses()
          .that()
          .doNotBelongToAnyOf(ClusterSettings.class)
          .and()
          .doNotHaveFullyQualifiedName(CHANGING_ACCOUNT)
          .should()
          .callMethod(ClusterSettings.class, "changing")
          .orShould()
          .callMethod(ClusterSettings.class, "changes")
          .because("an account that is in one place can be guarded in one place");

  @ArchTest
  static final ArchRule onlyTheWriterWrites =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(CHANGING_ACCOUNT)
          .and()
          .doNotHaveSimpleName("ChangeWriter")
          .should()
          .callMethodWhere(isOfTheChangingAccount("patch"))
          .because("it asks the approval, and nothing comes between the answer and the write");

  @ArchTest
  static final ArchRule onlyThePlannerTries =
      noClasses()
          .that()
          .doNotHaveSimpleName("ChangePlanner")
          .should()
          .callMethodWhere(isOfTheChangingAccount("dryRun"))
          .because("whoever can try a patch is a word away from making it");

  @ArchTest
  static final ArchRule anApprovalIsUsedInOneWay =
      classes()
          .that()
          .implement(ApprovedUse.class)
          .should()
          .haveSimpleName("PlanUse")
          .andShould()
          .resideInAPackage(REMEDIATION)
          .because("another kind of use could say yes without asking the ledger");

  @ArchTest
  static final ArchRule onlyApprovedChangesAreMade =
      noClasses()
          .that()
          .doNotHaveSimpleName("ApprovedChanges")
          .should()
          .callMethodWhere(isCall(ClusterChanges.class, "apply"))
          .because("pause, budget and the rounds of an unreachable cluster are kept there");

  @ArchTest
  static final ArchRule onlyDecisionsApprove =
      noClasses()
          .that()
          .resideOutsideOfPackage(LEDGER)
          .and()
          .doNotHaveFullyQualifiedName("com.dhakacart.runbook.delegates.approval.Approvals")
          .and()
          .doNotHaveFullyQualifiedName(
              "com.dhakacart.runbook.delegates.remediation.planning.PrepareUndo")
          .should()
          .callMethodWhere(
              isCall(PlanApprovals.class, "approve")
                  .or(isCall(PlanApprovals.class, "approveShown"))
                  .or(isCall(MadeChanges.class, "approveUndo")))
          .because("an approval is the answer of a person to a task, or the decision to undo");

  @ArchTest
  static final ArchRule nobodyElseSendsWhatChanges =
      noClasses()
          .that()
          .resideInAPackage(CLUSTER)
          .and()
          .doNotHaveFullyQualifiedName(CHANGING_ACCOUNT)
          .should()
          .callMethodWhere(changesSomethingOverFabric8())
          .because(
              "where one account looks and changes, the connection that looks could change, too");

  @ArchTest
  static final ArchRule nobodyBelievesTheVariableIncident =
      noClasses()
          .that()
          .resideInAPackage(DELEGATES)
          .should()
          .accessFieldWhere(readsTheVariableIncident())
          .because(
              "who completes a task can rewrite it: Incidents.of(step) reads the table instead");

  @ArchTest
  static final ArchRule ledgerKnowsTheContractOnly =
      noClasses()
          .that()
          .resideInAPackage(LEDGER)
          .should()
          .dependOnClassesThat(oursBut(LEDGER, CONTRACT, INCIDENT))
          .because("what was approved is read by all, and depends on nobody who reads it");

  @ArchTest
  static final ArchRule theContractKnowsNoRoom =
      noClasses()
          .that()
          .resideInAPackage(CONTRACT)
          .should()
          .dependOnClassesThat(oursBut(CONTRACT, INCIDENT, JSON, SETTINGS))
          .because("every room of the engine's side stands on it");

  @ArchTest
  static final ArchRule roomsStandOnEachOther =
      slices()
          .matching("com.dhakacart.runbook.(**)")
          .should()
          .beFreeOfCycles()
          .because("what needs each other is one room, and cannot be read alone");

  @ArchTest
  static final ArchRule incidentsBeginInOneWay =
      noClasses()
          .that()
          .resideOutsideOfPackages(INTAKE, ALERTING)
          .and()
          .doNotHaveFullyQualifiedName("com.dhakacart.runbook.delegates.triage.OpenIncident")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(INTAKE)
          .because("one incident a service is kept by what opens them, and by nothing else");

  @ArchTest
  static final ArchRule onlyReportsAndPagesReadHistory =
      noClasses()
          .that()
          .resideOutsideOfPackages(HISTORY, WEB, "com.dhakacart.runbook.delegates.report..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HISTORY)
          .because("what happens next is decided by what is, and never by what was written of it");

  @ArchTest
  static final ArchRule theWatchIsReadWhereCausesAreSought =
      noClasses()
          .that()
          .resideOutsideOfPackages(WATCH, "com.dhakacart.runbook.delegates.diagnosis..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(WATCH)
          .because("what is usual is evidence like any other, and decides nothing by itself");

  @ArchTest
  static final ArchRule onlyEscalationsPage =
      noClasses()
          .that()
          .resideOutsideOfPackages(PAGING, HISTORY, "com.dhakacart.runbook.delegates.escalation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PAGING)
          .because("whoever is called too often no longer comes");

  @ArchTest
  static final ArchRule nobodyUsesTheRunningOfTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage(ENGINE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ENGINE)
          .because("how it is run is nothing that a runbook may ask or change");

  @ArchTest
  static final ArchRule onlyDoorsAskWhoMay =
      noClasses()
          .that()
          .resideOutsideOfPackages(ACCESS, DECIDING, WEB, ALERTING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ACCESS)
          .because("who may is settled before a step or a capability is reached");

  @ArchTest
  static final ArchRule peopleDecideThroughWebOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(DECIDING, WEB)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DECIDING)
          .because("what completes a task as a person is for people, and never for a step");

  @ArchTest
  static void onlyTheLedgerKnowsItsTables(JavaClasses production) {
    assertThat(Stream.of(DELEGATES_FOLDER, Path.of("src/main/java")))
        .flatExtracting(ArchitectureTest::sources)
        .filteredOn(file -> !file.getParent().endsWith("process/ledger"))
        .allSatisfy(
            file ->
                assertThat(Files.readString(file))
                    .as("%s: an approval that something else can write is none", file)
                    .doesNotContainPattern(ITS_TABLES));
  }

  @ArchTest
  static final ArchRule stepsDoNotCallEachOther =
      noClasses()
          .that(areSteps())
          .should()
          .dependOnClassesThat(areSteps())
          .because("the order of the steps is the model's, and is read there only");

  @ArchTest
  static final ArchRule incidentIsPlainJava =
      classes()
          .that()
          .resideInAPackage(INCIDENT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(INCIDENT, "java..")
          .because("the words of the system outlive every library");

  @ArchTest
  static final ArchRule diagnosisIsPlainJava =
      classes()
          .that()
          .resideInAPackage(DIAGNOSIS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(DIAGNOSIS, INCIDENT, "java..")
          .because("what was made of evidence must come out again when the evidence is read again");

  @ArchTest
  static final ArchRule jsonKnowsTheWordsAlone =
      noClasses()
          .that()
          .resideInAPackage(JSON)
          .should()
          .dependOnClassesThat(oursBut(JSON, INCIDENT))
          .because("whoever keeps words writes them by it, and it keeps none");

  @ArchTest
  static final ArchRule stepsAloneDiagnose =
      noClasses()
          .that()
          .resideOutsideOfPackages(DELEGATES, DIAGNOSIS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DIAGNOSIS)
          .because("whoever else judged what was seen could come to another judgement");

  @ArchTest
  static final ArchRule nobodyUsesStorageAndLogging =
      noClasses()
          .that()
          .resideOutsideOfPackages(STORAGE, LOGGING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STORAGE, LOGGING)
          .because("a start that is refused and a line that is written are Spring's to ask for");

  @ArchTest
  static final ArchRule storageAndLoggingKnowNobody =
      noClasses()
          .that()
          .resideInAnyPackage(STORAGE, LOGGING)
          .should()
          .dependOnClassesThat(
              oursBut(STORAGE, LOGGING)
                  .or(resideInAnyPackage("org.camunda..", "io.fabric8..", "org.flywaydb..")))
          .because("they work before anything else does, and when nothing else does");

  @ArchTest
  static final ArchRule settingsKnowNobody =
      noClasses()
          .that()
          .resideInAPackage(SETTINGS)
          .should()
          .dependOnClassesThat(oursBut(SETTINGS))
          .because("what is written is judged before anything is made of it");

  @ArchTest
  static final ArchRule stepsAreUsedByTheModelOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(DELEGATES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DELEGATES)
          .because("arrows point from the steps to what they may use, and never back");

  @ArchTest
  static final ArchRule capabilitiesDoNotKnowTheEngineSide =
      noClasses()
          .that()
          .resideInAnyPackage(CAPABILITIES.toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROCESS, ALERTING, WEB)
          .because("a capability serves any process, and is tried without one");

  @ArchTest
  static void capabilitiesDoNotKnowEachOther(JavaClasses production) {
    DescribedPredicate<JavaClass> drawnArrow = belongToAnyOf(PodCalls.class, PodLogs.class);
    for (String capability : CAPABILITIES) {
      String[] others =
          CAPABILITIES.stream().filter(it -> !it.equals(capability)).toArray(String[]::new);
      DescribedPredicate<JavaClass> forbidden = resideInAnyPackage(others);
      if (capability.equals(CLUSTER)) {
        forbidden = forbidden.and(not(drawnArrow));
      }
      noClasses()
          .that()
          .resideInAPackage(capability)
          .should()
          .dependOnClassesThat(forbidden)
          .because(
              "each can be replaced alone; only PodCalls and PodLogs, which health and logs"
                  + " declare, are implemented by cluster")
          .check(production);
    }
  }

  @ArchTest
  static final ArchRule nobodyUsesAlertingAndWeb =
      noClasses()
          .that()
          .resideOutsideOfPackages(ALERTING, WEB)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ALERTING, WEB)
          .because("they are doors: everything they open is behind them");

  @ArchTest
  static final ArchRule alertingUsesProcessOnly =
      noClasses()
          .that()
          .resideInAPackage(ALERTING)
          .should()
          .dependOnClassesThat(oursBut(ALERTING, PROCESS, INCIDENT, HTTP, SETTINGS))
          .allowEmptyShould(true)
          .because("how an alert gets in has nothing to do with what is done about it");

  @ArchTest
  static final ArchRule webUsesProcessAndReportOnly =
      noClasses()
          .that()
          .resideInAPackage(WEB)
          .should()
          .dependOnClassesThat(oursBut(WEB, PROCESS, INCIDENT, "com.dhakacart.runbook.report.."))
          .allowEmptyShould(true)
          .because("it takes the timeline from process and lets report render it");

  // ---- what production code does without

  @ArchTest
  static final ArchRule nothingIsSimulated =
      noClasses()
          .should()
          .haveSimpleNameStartingWith("Fake")
          .orShould()
          .haveSimpleNameStartingWith("Mock")
          .orShould()
          .haveSimpleNameStartingWith("Simulated")
          .orShould()
          .haveSimpleNameStartingWith("Stub")
          .orShould()
          .haveSimpleNameStartingWith("Demo")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.junit..",
              "org.assertj..",
              "org.mockito..",
              "org.springframework.test..",
              "org.springframework.boot.test..",
              "org.springframework.mock..",
              "com.icegreen..",
              "io.zonky..",
              "org.openqa..",
              "com.tngtech..",
              "com.sun.net.httpserver..")
          .because("what runs in production was tried against the world, and contains none of it");

  @ArchTest
  static final ArchRule noValueAnnotation =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Value.class)
          .because("a misspelt key would be a default in silence; settings are validated records");

  @ArchTest
  static final ArchRule settingsAreRecords =
      classes()
          .that()
          .areAnnotatedWith(ConfigurationProperties.class)
          .should()
          .beRecords()
          .andShould()
          .haveSimpleNameEndingWith("Settings")
          .because("settings are bound and checked once, before anything starts");

  @ArchTest
  static final ArchRule noFieldInjection =
      fields()
          .should()
          .notBeAnnotatedWith(Autowired.class)
          .andShould()
          .notBeAnnotatedWith("jakarta.annotation.Resource")
          .andShould()
          .notBeAnnotatedWith("jakarta.inject.Inject")
          .because("a constructor says what a class needs, and a test can give it");

  @ArchTest
  static final ArchRule noSetterInjection =
      methods()
          .should()
          .notBeAnnotatedWith(Autowired.class)
          .because("a constructor says what a class needs, and a test can give it");

  @ArchTest
  static final ArchRule namesThatSayNothing =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?")
          .because("such a name fits everything, and so collects everything");

  @ArchTest
  static final ArchRule noOldNamespace =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javax.annotation..",
              "javax.inject..",
              "javax.persistence..",
              "javax.servlet..",
              "javax.validation..",
              "javax.ws.rs..",
              "javax.mail..")
          .because("Spring Boot 3 looks for jakarta only: the other would do nothing in silence");

  // ---- how steps look

  @ArchTest
  static final ArchRule stepsAreHidden =
      classes()
          .that()
          .resideInAPackage(DELEGATES)
          .and()
          .doNotHaveSimpleName("package-info")
          .and(not(simpleNameIn(OF_ALL_REMEDIES)))
          .should()
          .bePackagePrivate()
          .because("only the model calls a step");

  @ArchTest
  static final ArchRule phasesDoNotKnowEachOther =
      slices()
          .matching("com.dhakacart.runbook.delegates.(*)..")
          .should()
          .notDependOnEachOther()
          .because(
              "a phase leaves what it found in variables, and can be called by another runbook");

  @ArchTest
  static final ArchRule constructorsOfStepsAreHidden =
      constructors()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(DELEGATES)
          .should()
          .notBePublic()
          .because("only the model calls a step");

  @ArchTest
  static final ArchRule stepsHaveNoSuffix =
      noClasses()
          .that(areSteps())
          .should()
          .haveSimpleNameEndingWith("Delegate")
          .orShould()
          .haveSimpleNameEndingWith("Listener")
          .orShould()
          .haveSimpleNameEndingWith("Task")
          .because("a step is named like its box in the picture");

  @ArchTest
  static void stepsAreShort(JavaClasses production) throws IOException {
    assertThat(sources(DELEGATES_FOLDER))
        .allSatisfy(
            file ->
                assertThat(Files.readAllLines(file))
                    .as("%s: a step reads, does and writes; anything longer is two steps", file)
                    .hasSizeLessThanOrEqualTo(LINES_OF_A_STEP));
  }

  @ArchTest
  static void everyPackageSaysWhatItIsFor(JavaClasses production) throws IOException {
    List<Path> packages =
        Stream.of(DELEGATES_FOLDER, Path.of("src/main/java"))
            .flatMap(root -> sources(root).stream())
            .map(Path::getParent)
            .distinct()
            .toList();
    assertThat(packages)
        .allSatisfy(
            folder ->
                assertThat(folder.resolve("package-info.java"))
                    .as("one sentence saves a reader a package")
                    .content()
                    .contains("/**"));
  }

  // ---- words of the rules

  private static DescribedPredicate<JavaClass> simpleNameIn(Set<String> names) {
    return DescribedPredicate.describe(
        "are called " + names, it -> names.contains(it.getSimpleName()));
  }

  private static DescribedPredicate<JavaClass> areSteps() {
    return DescribedPredicate.describe(
        "are steps",
        it ->
            !it.isInterface()
                && it.getPackageName().startsWith("com.dhakacart.runbook.delegates")
                && (it.isAssignableTo(JavaDelegate.class)
                    || it.isAssignableTo(TaskListener.class)));
  }

  private static DescribedPredicate<JavaMethodCall> isCall(Class<?> owner, String method) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + method,
        it -> it.getTargetOwner().isAssignableTo(owner) && it.getTarget().getName().equals(method));
  }

  private static DescribedPredicate<JavaMethodCall> isOfTheChangingAccount(String method) {
    return DescribedPredicate.describe(
        "ChangingAccount." + method,
        it ->
            it.getTargetOwner().getFullName().equals(CHANGING_ACCOUNT)
                && it.getTarget().getName().equals(method));
  }

  /** An access review is created, too, and a command in a pod is no change of the cluster. */
  private static DescribedPredicate<JavaMethodCall> changesSomethingOverFabric8() {
    return DescribedPredicate.describe(
        "what changes something over fabric8",
        it ->
            it.getTargetOwner().getPackageName().startsWith("io.fabric8.kubernetes.client")
                && (CHANGES.contains(it.getTarget().getName())
                    || it.getTarget().getName().equals("create")
                        && !it.getOriginOwner().isEquivalentTo(ChangingRights.class)));
  }

  /** Opening it, which writes it for people to see, is none. */
  private static DescribedPredicate<JavaFieldAccess> readsTheVariableIncident() {
    return DescribedPredicate.describe(
        "IncidentVariables.INCIDENT outside of opening it",
        it ->
            it.getTarget().getName().equals("INCIDENT")
                && it.getTargetOwner().isEquivalentTo(IncidentVariables.class)
                && !it.getOriginOwner().getSimpleName().equals("OpenIncident"));
  }

  private static DescribedPredicate<JavaClass> oursBut(String... allowed) {
    Predicate<JavaClass> permitted = resideInAnyPackage(allowed);
    return resideInAPackage(OURS)
        .and(
            DescribedPredicate.describe(
                "none of " + Arrays.toString(allowed), permitted.negate()::test));
  }

  private static List<Path> sources(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(it -> it.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
