package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.incident.IncidentHistory.Decision;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.process.history.IncidentList;
import com.dhakacart.runbook.process.history.IncidentRecordings;
import com.dhakacart.runbook.process.history.NothingRecordedYet;
import com.dhakacart.runbook.report.IncidentLists;
import com.dhakacart.runbook.report.Report;
import com.dhakacart.runbook.report.Reports;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Variables that hold something else than the runbook writes: forged before that was refused, left
 * by another version, or set by an administrator. Whoever wants to read the incident can.
 */
class StoredNonsenseTest extends Walking {

  private static final List<String> READ =
      List.of(
          "evidence",
          "evidenceAfter",
          "rankedCauses",
          "cause",
          "recoveryChecks",
          "seen_errorPatterns",
          "circumstances",
          "incident",
          "rootCause",
          "notes");

  @Autowired IncidentArchive archive;
  @Autowired IncidentList list;
  @Autowired IncidentRecordings recordings;
  @Autowired Reports reports;
  @Autowired IncidentLists lists;

  @Test
  void whateverIsStored_reportListAndRecordingAreAnswered_andTheReportNamesIt() {
    incidentWith(Fault.BAD_RELEASE).approve().recovers();
    String process = walk.instance().getId();
    Map<String, Object> before = engine.getRuntimeService().getVariables(process);

    for (String variable : READ) {
      nonsense()
          .forEach(
              (what, value) -> {
                engine.getRuntimeService().setVariable(process, variable, value);

                Throwable thrown = catchThrowable(() -> read(variable, what));

                assertThat(thrown).as("%s is %s", variable, what).isNull();
              });
      engine.getRuntimeService().setVariable(process, variable, before.get(variable));
    }
  }

  private void read(String variable, String what) {
    Report report = reports.write(archive.find(walk.incident()).orElseThrow());
    assertThat(report.markdown()).contains(walk.incident(), "## Timeline", "kubectl");
    assertThat(report.html()).contains("</html>");
    assertThat(report.json()).contains(walk.incident());
    boolean isText = List.of("rootCause", "notes").contains(variable);
    boolean isReadInTheReport = !List.of("circumstances", "incident").contains(variable);
    if (isReadInTheReport && (!isText || what.startsWith("an object"))) {
      assertThat(report.markdown()).contains("## What cannot be read");
      assertThat(report.json()).contains("\"unreadable\" : [ \"" + variable + ": ");
    }
    assertThat(lists.of(list.newest(50)).html()).contains(walk.incident());
    assertThat(lists.of(list.find(walk.incident()).orElseThrow()).json()).contains(walk.incident());
    Throwable notRecorded = catchThrowable(() -> recordings.find(walk.incident()));
    if (variable.equals("evidence")) {
      assertThat(notRecorded)
          .isInstanceOf(NothingRecordedYet.class)
          .hasMessageContaining("cannot be read");
    } else {
      assertThat(notRecorded).isNull();
    }
  }

  @Test
  void answerOfAnUnexpectedType_isLeftOut_andTheDecisionStaysInTheReport() {
    incidentWith(Fault.BAD_RELEASE).approve().recovers();
    Task task = walk.task("userTask_recordRootCause");
    engine
        .getRuntimeService()
        .setVariableLocal(
            task.getExecutionId(), "reason", nonsense().get("an object of another class"));
    walk.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A bad release."));

    var history = archive.find(walk.incident()).orElseThrow();

    assertThat(history.decisions())
        .extracting(Decision::task, Decision::reason)
        .contains(tuple("Record root cause", "A bad release."));
    assertThat(history.unreadable()).singleElement().asString().startsWith("reason: ");
  }

  private static Map<String, TypedValue> nonsense() {
    Map<String, TypedValue> nonsense = new LinkedHashMap<>();
    nonsense.put("an object of another class", object(new StringBuilder("APPROVE")));
    nonsense.put("an object without its class", withoutClass());
    nonsense.put("a number", Variables.integerValue(5));
    nonsense.put("text that is no JSON", Variables.stringValue("{broken"));
    nonsense.put("other JSON", SpinValues.jsonValue("\"x\"").create());
    nonsense.put("a list of nothing", SpinValues.jsonValue("[null]").create());
    return nonsense;
  }

  private static TypedValue object(Object value) {
    return Variables.objectValue(value)
        .serializationDataFormat(Variables.SerializationDataFormats.JSON)
        .create();
  }

  /** As a version writes it that had a class which this one has not. */
  private static TypedValue withoutClass() {
    return Variables.serializedObjectValue("\"gone\"")
        .serializationDataFormat(Variables.SerializationDataFormats.JSON)
        .objectTypeName("com.dhakacart.runbook.Gone")
        .create();
  }
}
