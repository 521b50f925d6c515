package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.ObjectName;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.ProcessVariable;
import com.dhakacart.runbook.process.ServiceSettings;
import com.dhakacart.runbook.process.StoredText;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.springframework.stereotype.Component;

/** Which workload a start is about: what it was given, and the settings for the rest. */
@Component
public class Workloads {

  private final ServiceSettings settings;

  Workloads(ServiceSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws DecisionRefused when the service has no settings, or what it names can be no object
   */
  public Workload of(VariableScope start) {
    String service = given(IncidentVariables.SERVICE, start).orElse(settings.defaultService());
    Workload known =
        settings
            .workload(service)
            .orElseThrow(
                () ->
                    new DecisionRefused(
                        "Service '%s' has no settings; add runbook.services.%s, or use one of %s"
                            .formatted(service, service, settings.services().keySet())));
    return new Workload(
        service,
        given(IncidentVariables.NAMESPACE, start)
            .map(it -> named("namespace", it, ObjectName.isLabel(it)))
            .orElse(known.namespace()),
        given(IncidentVariables.DEPLOYMENT, start)
            .map(it -> named("deployment", it, ObjectName.isSubdomain(it)))
            .orElse(known.deployment()),
        known.container(),
        known.port(),
        known.job());
  }

  /** A form sends what was left out as an empty text. */
  private static Optional<String> given(ProcessVariable<String> variable, VariableScope start) {
    return variable.find(start).filter(it -> !it.isBlank());
  }

  private static String named(String what, String name, boolean possible) {
    if (!possible) {
      throw new DecisionRefused(
          "'%s' cannot be the name of a %s: Kubernetes takes lower-case letters, digits, '-' and, but for namespaces, '.'; see kubectl get %ss"
              .formatted(StoredText.SUBJECT.fitted(name), what, what));
    }
    return name;
  }
}
