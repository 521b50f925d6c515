package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.diagnosis.Ranking;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.RuleHit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Adds up the rules that hit; a cause is clear when enough speaks for it and little for another.
 */
@Component
class RankCauses implements JavaDelegate {

  @Override
  public void execute(DelegateExecution step) {
    Map<String, String> details =
        OBSERVED.from(step).stream()
            .collect(
                Collectors.toMap(it -> it.kind().name(), Observation::detail, (one, other) -> one));
    List<RuleHit> hits =
        RULES_THAT_HIT.from(step).stream().map(rule -> hit(rule, details)).toList();
    Ranking ranking = Ranking.of(hits);
    RANKED_CAUSES.set(step, ranking.causes());
    CAUSE_IS_CLEAR.set(step, ranking.clear());
    CAUSE.set(step, ranking.clear() ? ranking.causes().get(0).cause() : Cause.NONE_OF_THEM);
  }

  private static RuleHit hit(Map<String, Object> rule, Map<String, String> details) {
    String observation = (String) rule.get("observation");
    return new RuleHit(
        observation,
        Cause.valueOf((String) rule.get("cause")),
        ((Number) rule.get("weight")).intValue(),
        (String) rule.get("reason"),
        details.getOrDefault(observation, ""));
  }
}
