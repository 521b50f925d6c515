package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.ObjectName;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.ServiceSettings;
import com.dhakacart.runbook.process.StoredText;
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
    String service =
        IncidentVariables.SERVICE
            .find(start)
            .filter(it -> !it.isBlank())
            .orElse(settings.defaultService());
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
        IncidentVariables.NAMESPACE
            .find(start)
            .map(it -> named("namespace", it, ObjectName.isLabel(it)))
            .orElse(known.namespace()),
        IncidentVariables.DEPLOYMENT
            .find(start)
            .map(it -> named("deployment", it, ObjectName.isSubdomain(it)))
            .orElse(known.deployment()),
        known.container(),
        known.port(),
        known.job());
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
